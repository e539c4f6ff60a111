import { randomBytes } from 'node:crypto';

// Twenty models of four vendors, of which one fails, as an SDK reports them.

const vendors = ['anthropic', 'openai', 'mistral_ai', 'groq'];
const series = vendors.flatMap((provider) =>
  Array.from({ length: 5 }, (_, index) => ({ provider, model: `${provider}-model-${index}` })),
);
export const modelCount = series.length;
const unreliable = vendors[0];
const callsPerModel = 5;

/** Three hours of strips, a call in each of their cells. @param {string} url */
export async function sendPast(url) {
  const nowMs = Date.now();
  const cells = Array.from({ length: 90 }, (_, index) => nowMs - (index + 1) * 120_000);
  await send(
    url,
    cells.flatMap((endMs) => series.map((of) => span(of, endMs, 'ok'))),
  );
}

/** Calls of every model four times a second. @param {string} url */
export function keepCalling(url) {
  let isFailing = false;
  const timer = setInterval(() => {
    const spans = series.flatMap((of) =>
      Array.from({ length: callsPerModel }, (_, index) => {
        const isBad = isFailing && of.provider === unreliable && index > 0;
        return span(of, Date.now(), isBad ? 'overloaded' : 'ok');
      }),
    );
    send(url, spans).catch(() => undefined);
  }, 250);
  return {
    fail: () => {
      isFailing = true;
    },
    stop: () => clearInterval(timer),
  };
}

async function send(url, spans) {
  const resource = { attributes: [text('service.name', 'bench')] };
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }),
  });
  if (!response.ok) throw new Error(`the collector answered ${response.status}`);
  await response.arrayBuffer();
}

function span({ provider, model }, endMs, outcome) {
  const attributes = [
    text('gen_ai.operation.name', 'chat'),
    text('gen_ai.provider.name', provider),
    text('gen_ai.request.model', model),
    text('faultline.outcome', outcome),
  ];
  const times = { startTimeUnixNano: `${endMs - 400}000000`, endTimeUnixNano: `${endMs}000000` };
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  return { traceId, spanId, name: `chat ${model}`, kind: 3, ...times, attributes };
}

function text(key, stringValue) {
  return { key, value: { stringValue } };
}
