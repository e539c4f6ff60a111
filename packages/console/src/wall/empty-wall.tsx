import type { VNode } from 'preact';

const install = 'npm install @faultline/instrument';
const run =
  'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 node --import @faultline/instrument/register app.js';

/** Nothing has reported yet: say how, instead of an empty table. */
export function EmptyWall(): VNode {
  return (
    <section class="first-steps" aria-labelledby="first-steps">
      <h2 id="first-steps">Two lines in your app</h2>
      <ol>
        <li>
          <p>Add the instrumentation.</p>
          <pre>
            <code>{install}</code>
          </pre>
        </li>
        <li>
          <p>Start the app with it. No code changes.</p>
          <pre>
            <code>{run}</code>
          </pre>
        </li>
      </ol>
      <p class="aside">
        The first call shows up here within seconds. Keys and prompts never leave your process.
      </p>
    </section>
  );
}
