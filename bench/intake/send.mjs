// Sends export requests as fast as they are acknowledged: a process of its own, started by pipeline.mjs.
import { Agent, request } from 'node:http';
import { createBatches } from './export-batches.mjs';

const { module, url, spans, isGzip, seconds, inFlight, sender } = JSON.parse(process.argv[2]);
const { encode } = await import(module);
const batch = createBatches(encode, spans, sender);
const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
const headers = {
  'content-type': 'application/x-protobuf',
  ...(isGzip ? { 'content-encoding': 'gzip' } : {}),
};

/** @param {Uint8Array} body @returns {Promise<number>} */
function post(body) {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } };
    const outgoing = request(`${url}/v1/traces`, options, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const untilMs = Date.now() + seconds * 1000;
const counts = { acknowledged: 0, refused: 0, bytes: 0 };
async function keepSending() {
  while (Date.now() < untilMs) {
    const body = batch(Date.now(), isGzip);
    let status = await post(body);
    while (status === 503) {
      counts.refused += 1;
      await new Promise((resolve) => setTimeout(resolve, 1000));
      status = await post(body);
    }
    if (status !== 200) throw new Error(`the collector answered ${status}`);
    counts.acknowledged += spans;
    counts.bytes += body.length;
  }
}
await Promise.all(Array.from({ length: inFlight }, keepSending));
process.stdout.write(JSON.stringify(counts));
process.exit(0);
