// What watching LLM calls costs: our instrumentation beside none, a hand-written minimum, and other people's.
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publish } from '../publish.mjs';
import { describeRun } from './circumstances.mjs';
import { compare } from './comparison.mjs';
import { installedVersion, installPeers } from './install-peers.mjs';
import { heapCalls } from './measure-heap.mjs';
import { readOptions, usage } from './options.mjs';
import { renderReport } from './report.mjs';
import { runHeap, runRounds } from './rounds.mjs';
import { startServer } from './start-server.mjs';
import { variants as allVariants, baselineOf } from './variants/variants.mjs';
import { workloads as allWorkloads } from './workloads.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const options = readOptions(process.argv.slice(2));
if (options.help) console.log(usage);
else await main();

async function main() {
  const loadAtStart = loadavg();
  const variants = chosenVariants();
  const failures = install(variants);
  const server = await startServer();
  const session = { options, variants, root, server, failures };
  try {
    const measurements = await runRounds(session);
    const heapGrowth = options.heap ? await runHeap(session) : new Map();
    tell({ measurements, heapGrowth, failures, variants, loadAtStart });
  } finally {
    server.stop();
  }
}

/** Whatever is chosen, with the baselines it is measured against. */
function chosenVariants() {
  const wanted = allVariants.filter(({ id }) => options.variants.includes(id));
  const baselines = wanted.map(baselineOf);
  return allVariants.filter((variant) => wanted.includes(variant) || baselines.includes(variant.id));
}

/** @returns {Map<string, string>} why a variant cannot run */
function install(variants) {
  const failures = new Map();
  for (const folder of new Set(variants.map((variant) => variant.folder))) {
    const failure = installPeers(join(root, folder));
    if (!failure) continue;
    for (const { id } of variants.filter((variant) => variant.folder === folder)) failures.set(id, failure);
  }
  return failures;
}

function tell({ measurements, heapGrowth, failures, variants, loadAtStart }) {
  const circumstances = describeRun(options, join(root, 'peers'), loadAtStart);
  const results = renderReport({
    figuresOf: compare(measurements),
    heapGrowth,
    heapCalls: heapCalls(options.scale),
    failures,
    variants: variants.map((variant) => ({ ...variant, label: labelOf(variant) })),
    workloads: allWorkloads.filter(({ id }) => options.workloads.includes(id)),
    transports: options.transports,
    circumstances,
  });
  console.log(`\n${results}`);
  if (options.jsonFile) {
    const raw = { circumstances, measurements, heapGrowth: [...heapGrowth], failures: [...failures] };
    writeFileSync(options.jsonFile, `${JSON.stringify(raw, undefined, 2)}\n`);
  }
  if (options.isFull) publish(join(root, '..', 'README.md'), 'instrument', results);
}

function labelOf({ label, folder, packages }) {
  return [label, ...packages.map((name) => installedVersion(join(root, folder), name))].join(' ').trim();
}
