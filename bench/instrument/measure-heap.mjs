import { abandonedStream, workloads } from './workloads.mjs';

const jsonCalls = { warmUp: 3000, measured: 20_000 };
const abandonedStreams = { warmUp: 300, measured: 2000 };

/** How many calls the growth is over. @param {number} scale */
export function heapCalls(scale) {
  return {
    json: Math.ceil(jsonCalls.measured * scale),
    abandoned: Math.ceil(abandonedStreams.measured * scale),
  };
}

/**
 * @typedef {{ jsonKb: number, abandonedKb: number }} HeapGrowth
 * @param {import('./run-process.mjs').Task} task
 * @returns {Promise<HeapGrowth>}
 */
export async function measureHeap({ scale }, bench) {
  const [{ call: jsonCall }] = workloads;
  return {
    jsonKb: await growthKb(jsonCall, jsonCalls, scale, bench),
    abandonedKb: await growthKb(abandonedStream, abandonedStreams, scale, bench),
  };
}

async function growthKb(call, { warmUp, measured }, scale, { runCalls, flush }) {
  await runCalls(call, Math.ceil(warmUp * scale));
  const before = await settledHeapBytes(flush);
  await runCalls(call, Math.ceil(measured * scale));
  const after = await settledHeapBytes(flush);
  return Math.round((after - before) / 1024);
}

/** Finalizers run between collections and let go of more. */
const collections = 5;

async function settledHeapBytes(flush) {
  await flush();
  for (let done = 0; done < collections; done += 1) {
    globalThis.gc();
    await new Promise(setImmediate);
  }
  return process.memoryUsage().heapUsed;
}
