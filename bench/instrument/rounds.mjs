import { join } from 'node:path';
import { runProcess } from './run-process.mjs';
import { baselineOf } from './variants/variants.mjs';

/**
 * @typedef {object} Session What all rounds of a run share.
 * @property {import('./options.mjs').Options} options
 * @property {readonly import('./variants/variants.mjs').Variant[]} variants Those that are installed.
 * @property {string} root The folder that variants' folders are relative to.
 * @property {Awaited<ReturnType<typeof import('./start-server.mjs').startServer>>} server
 * @property {Map<string, string>} failures By variant; one is enough, it is not started again.
 */

/**
 * One process per variant and transport, neighbours at changing places: a slow minute hits another variant each round.
 * @param {Session} session
 * @returns {Promise<import('./comparison.mjs').Measurement[]>}
 */
export async function runRounds(session) {
  const { options, variants } = session;
  const measurements = [];
  for (let round = 0; round < options.rounds; round += 1) {
    for (const transport of options.transports) {
      console.log(`round ${round + 1} of ${options.rounds}, ${transport}`);
      for (const variant of orderOf(variants, round)) {
        measurements.push(...(await runVariant(session, variant, transport, round)));
      }
    }
  }
  return measurements;
}

/** Everything hangs on the baselines, so that one unlucky process must not decide a round. */
const baselinesPerRound = 3;

function orderOf(variants, round) {
  const baselines = variants.filter(({ role }) => role === 'baseline');
  const others = variants.filter(({ role }) => role !== 'baseline');
  const start = others.length === 0 ? 0 : round % others.length;
  const rotated = [...others.slice(start), ...others.slice(0, start)];
  return Array.from({ length: baselinesPerRound }, (_, part) => [
    ...baselines,
    ...rotated.slice(
      Math.floor((part * rotated.length) / baselinesPerRound),
      Math.floor(((part + 1) * rotated.length) / baselinesPerRound),
    ),
  ]).flat();
}

async function runVariant(session, variant, transport, round) {
  const costs = await run(session, variant, 'time', transport);
  const mentions = await session.server.takeMentions();
  return Object.entries(costs ?? {}).map(([workload, { cpuUs, wallUs, calls }]) => ({
    variant: variant.id,
    baseline: baselineOf(variant),
    transport,
    workload,
    round,
    cpuUs,
    wallUs,
    isReported: mentions[workload] >= calls,
  }));
}

/**
 * @param {Session} session
 * @returns {Promise<Map<string, import('./measure-heap.mjs').HeapGrowth>>} by variant
 */
export async function runHeap(session) {
  const growth = new Map();
  for (const variant of session.variants) {
    console.log(`heap, ${variant.id}`);
    const result = await run(session, variant, 'heap', 'fetch');
    if (result) growth.set(variant.id, result);
  }
  return growth;
}

async function run({ options, root, server, failures }, variant, mode, transport) {
  if (failures.has(variant.id)) return undefined;
  const task = {
    module: variant.module,
    folder: join(root, variant.folder),
    dist: options.dist,
    mode,
    transport,
    workloads: options.workloads,
    scale: options.scale,
    urls: server.urls,
    profilePrefix: options.profileFolder && join(options.profileFolder, `${variant.id}-${transport}-`),
  };
  const outcome = await runProcess(task);
  if ('result' in outcome) return outcome.result;
  failures.set(variant.id, outcome.failure);
  console.log(`  ${variant.id}: ${outcome.failure}`);
  return undefined;
}
