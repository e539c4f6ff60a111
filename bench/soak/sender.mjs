// All exporters of the fleet, in a process of their own: sender.mjs <url> <calls a second> <file of what became of each batch>.
// Told over IPC: { outage }, { silent }, { stop }.
import { createWriteStream } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { createBatches } from './batches.mjs';
import { createExporter } from './exporter.mjs';
import { createFleet, exporters, models } from './fleet.mjs';
import { createSpanRequests, inFlightRequest } from './otlp.mjs';

const [url = '', rate = '2000', ledgerFile = ''] = process.argv.slice(2);
const perSecond = Number(rate) / exporters.length;
const agent = new Agent({ keepAlive: true, maxSockets: 2 * exporters.length });
const ledger = createWriteStream(ledgerFile);
const compress = promisify(gzip);
const fleet = createFleet(Math.random);
const startedMs = Date.now();
const reportEverySeconds = 2;
let isSilent = false;
let isStopped = false;

/** @returns {Promise<{ status: number, retryAfterMs: number | null, rejected: number }>} */
function post(path, body, timeoutMs) {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
      'content-length': body.length,
    };
    const options = { method: 'POST', agent, headers, timeout: Math.max(1, timeoutMs) };
    const outgoing = request(url + path, options, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const retryAfter = response.headers['retry-after'];
        resolve({
          status: response.statusCode ?? 0,
          retryAfterMs: retryAfter === undefined ? null : Number(retryAfter) * 1000,
          // An answer without a partial success is empty; with one its message has at least its tag and length.
          rejected: response.statusCode === 200 ? Buffer.concat(parts).length : 0,
        });
      });
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** One process of the fleet: its calls of each second leave as one batch at the end of it. */
async function run(exporter, index) {
  const requests = createSpanRequests(exporter);
  const exporting = createExporter({
    post: (body, timeoutMs) => post('/v1/traces', body, timeoutMs),
    // Requests one after the other are one request: fields that repeat are joined (protobuf.dev, "Merging").
    pack: (bodies) => compress(Buffer.concat(bodies)),
    onSettled: ({ batch, calls, attempts }, state, detail) =>
      ledger.write(`${JSON.stringify({ batch, state, calls, attempts, detail, atMs: Date.now() })}\n`),
  });
  const started = new Map(models.map((model) => [model, 0]));
  const batches = createBatches(index, requests);
  let owed = 0;

  function callsOf(second) {
    owed += perSecond;
    for (; owed >= 1; owed -= 1) {
      const model = fleet.model();
      started.set(model, started.get(model) + 1);
      batches.addCall(model, fleet.attempts(model, (second - 1 + Math.random()) * 1000));
    }
  }

  // Each at its own moment of the second, as processes are.
  const offsetMs = (index / exporters.length) * 1000;
  for (let second = Math.ceil(Date.now() / 1000) + 1; !isStopped; second += 1) {
    await sleep(Math.max(0, second * 1000 + offsetMs - Date.now()));
    if (isSilent) {
      batches.forget();
      continue;
    }
    batches.begin(second);
    callsOf(second);
    const { spans, ...batch } = batches.take(second);
    exporting.add({ ...batch, body: requests.request(spans), spans: spans.length });
    if (second % reportEverySeconds === 0) await report(exporter, started);
  }
  await exporting.settled();
}

async function report(exporter, started) {
  const series = models.map((model) => ({
    model,
    started: started.get(model),
    inFlight: fleet.inFlight(model, perSecond * model.share),
  }));
  const body = await compress(inFlightRequest(exporter, series, { startedMs, nowMs: Date.now() }));
  // Numbers of a moment: what does not arrive is not sent again.
  void post('/v1/metrics', body, 2000).catch(() => undefined);
}

process.on('message', ({ outage, silent, stop }) => {
  if (outage !== undefined) fleet.setOutage(outage);
  if (silent !== undefined) isSilent = silent;
  if (stop) isStopped = true;
});
await Promise.all(exporters.map(run));
await new Promise((resolve) => ledger.end(resolve));
const { user, system } = process.cpuUsage();
process.send?.({ cpuSeconds: (user + system) / 1e6 });
process.disconnect?.();
