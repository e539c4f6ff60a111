import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const install = 'npm install @faultline/instrument';
const defaultOrigin = 'http://127.0.0.1:4318';

/** Nothing has reported yet: say how, instead of an empty table. */
export function EmptyWall(): VNode {
  const [origin, setOrigin] = useState(defaultOrigin);
  // One port serves everything: where the page was reached, apps can send to. Only the browser knows where that was.
  useEffect(() => setOrigin(location.origin), []);
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
            <code>{`OTEL_EXPORTER_OTLP_ENDPOINT=${origin} node --import @faultline/instrument/register app.js`}</code>
          </pre>
        </li>
      </ol>
      <p class="aside">
        The first call shows up here within seconds. Keys and prompts never leave your process.
      </p>
    </section>
  );
}
