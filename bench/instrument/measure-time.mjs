import { profiled } from './profiled.mjs';
import { workloads } from './workloads.mjs';

/**
 * @typedef {{ cpuUs: number, wallUs: number, calls: number }} Cost Per call; `calls` were made in all.
 * @param {import('./run-process.mjs').Task} task
 * @returns {Promise<Record<string, Cost>>} by workload
 */
export async function measureTime(task, bench) {
  const costs = {};
  for (const workload of workloads) {
    if (task.workloads.includes(workload.id)) costs[workload.id] = await costOf(workload, task, bench);
  }
  return costs;
}

async function costOf({ id, call, calls }, { transport, scale, profilePrefix }, { runCalls, flush }) {
  const warmUp = Math.ceil(calls[transport].warmUp * scale);
  const count = Math.ceil(calls[transport].measured * scale);
  await runCalls(call, warmUp);
  await flush();
  globalThis.gc();
  const cpuBefore = process.cpuUsage();
  const startedAtMs = performance.now();
  let wallMs = 0;
  await profiled(profilePrefix && `${profilePrefix}${id}.cpuprofile`, async () => {
    await runCalls(call, count);
    // What leaves later in the background costs CPU, but no call waits for it.
    wallMs = performance.now() - startedAtMs;
    await flush();
  });
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpuUs: (user + system) / count, wallUs: (wallMs * 1000) / count, calls: warmUp + count };
}
