// How soon and how rightly troubles are found, beside simpler ways, and what looking for them costs.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../build.mjs';
import { describeMachine } from '../machine.mjs';
import { publish } from '../publish.mjs';
import { oddRuns } from './figures.mjs';
import { goalsTable } from './goals.mjs';
import { readOptions, usage } from './options.mjs';
import { runAll } from './pool.mjs';
import { comparisonTable, costLines, kindsTable, quietTable, scenariosTable, tickTable } from './report.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const seedsPerJob = 10;
const tickSeeds = 20;
const ticksCompared = [10, 2];
const kindsOfTicks = ['june_full', 'vendor_10pct'];
const usualNoise = { burstSize: 150, wander: 0.25 };
const moreNoise = { burstSize: 40, wander: 0.5 };
const quietSorts = [
  { title: 'full traffic', rateFactor: 1, noise: usualNoise, blipsPerDay: 12 },
  { title: '1/100', rateFactor: 0.01, noise: usualNoise, blipsPerDay: 12 },
  { title: 'noisier than assumed, full', rateFactor: 1, noise: moreNoise, blipsPerDay: 0 },
  { title: 'noisier, 1/100', rateFactor: 0.01, noise: moreNoise, blipsPerDay: 0 },
];

const options = readOptions(process.argv.slice(2));
if (options.help) {
  console.log(usage);
} else {
  const loadAtStart = loadavg();
  const bundle = build(here('trials.ts'));
  const trials = await import(bundle);
  const cost = options.parts.includes('cost') ? measureCost(bundle) : null;
  const plan = planOf(trials);
  const answers = await runAll(
    new URL('worker.mjs', import.meta.url),
    { bundle },
    plan,
    progress(plan.length),
  );
  const results = resultsOf(plan, answers, trials);
  const text = render(results, cost, loadAtStart);
  console.log(text.full);
  console.log(['', 'To look at:', ...remarksOf(results)].join('\n'));
  if (options.isFull) {
    publish(here('../README.md'), 'incidents', text.full);
    publish(here('../../docs/incident-benchmark.md'), 'incidents', text.short);
  }
}

function measureCost(bundle) {
  const args = ['--expose-gc', here('measure-cost.mjs'), bundle, '2000', String(options.days)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

/** The long ones first, so that no thread is left alone with one. */
function planOf({ kinds, sparseKinds }) {
  const { parts, days, tickMs, seeds, kind, scenarios } = options;
  const plan = [];
  if (parts.includes('quiet')) {
    for (const { title, ...sort } of quietSorts)
      plan.push({ type: 'quiet', title, options: { seed: 1, days, tickMs, ...sort } });
  }
  if (parts.includes('kinds')) {
    const chosen = [...kinds, ...sparseKinds].filter(({ name }) => name.includes(kind));
    const fine = chosen.filter(({ name }) => kindsOfTicks.includes(name));
    for (const tickS of ticksCompared)
      plan.push(...jobsOf(fine, Math.min(seeds, tickSeeds), tickS * 1000, 'tick'));
    plan.push(...jobsOf(chosen, seeds, tickMs, 'table'));
  }
  if (parts.includes('scenarios'))
    for (const folder of scenarioFolders(resolve(scenarios))) plan.push({ type: 'scenario', folder });
  return plan;
}

function jobsOf(kinds, seeds, tickMs, purpose) {
  const all = Array.from({ length: seeds }, (_, index) => index + 1);
  return kinds.flatMap(({ name }) =>
    all
      .filter((_, index) => index % seedsPerJob === 0)
      .map((first) => ({
        type: 'kind',
        purpose,
        name,
        tickMs,
        seeds: all.slice(first - 1, first - 1 + seedsPerJob),
      })),
  );
}

function scenarioFolders(path) {
  if (existsSync(join(path, 'scenario.json'))) return [path];
  const folders = readdirSync(path)
    .sort()
    .map((name) => join(path, name));
  return folders.filter((folder) => existsSync(join(folder, 'scenario.json')));
}

function resultsOf(plan, answers, { kinds, sparseKinds }) {
  const trialsOf = (some, isWanted) =>
    some
      .map((kind) => ({
        kind,
        isSparse: sparseKinds.includes(kind),
        runs: answers.flatMap((runs, index) =>
          plan[index].type === 'kind' && plan[index].name === kind.name && isWanted(plan[index]) ? runs : [],
        ),
      }))
      .filter(({ runs }) => runs.length > 0);
  const isTable = ({ purpose }) => purpose === 'table';
  const all = [...kinds, ...sparseKinds];
  const of = (type, name) =>
    plan.flatMap((job, index) => (job.type === type ? [{ title: job.title, [name]: answers[index] }] : []));
  return {
    usual: trialsOf(kinds, isTable),
    sparse: trialsOf(sparseKinds, isTable),
    ticks: ticksCompared
      .map((tickS) => ({
        tickS,
        trials: trialsOf(all, ({ purpose, tickMs }) => purpose === 'tick' && tickMs === tickS * 1000),
      }))
      .filter(({ trials }) => trials.length > 0),
    quiet: of('quiet', 'run'),
    scenarios: of('scenario', 'run').map(({ run }) => run),
  };
}

function render({ usual, sparse, ticks, quiet, scenarios }, cost, loadAtStart) {
  const { seeds, tickMs, days } = options;
  const circumstances = [
    `- ${describeMachine(loadAtStart)}`,
    `- frames of ${tickMs / 1000} s, ${seeds} seeds a kind, ${days} quiet days of each sort; times in seconds, p50/p90 by nearest rank, with 2 s until a frame can be read`,
  ].join('\n');
  const comparison = [
    ['### Beside simpler ways', usual.length > 0 && comparisonTable(usual)],
    [`### Quiet days, ${days} of each sort`, quiet.length > 0 && quietTable(quiet)],
  ];
  const kindsOf = ['### Kinds of trouble', usual.length > 0 && kindsTable(usual)];
  const rest = [
    ['### Hardly any traffic', sparse.length > 0 && kindsTable(sparse)],
    [`### Length of a frame, ${Math.min(seeds, tickSeeds)} seeds`, ticks.length > 0 && tickTable(ticks)],
    ['### Labelled scenarios', scenarios.length > 0 && scenariosTable(scenarios)],
    ['### Cost', cost && costLines(cost)],
  ];
  const isWhole = options.isFull && ticks.length > 0;
  const goals = isWhole
    ? [['### Goals', goalsTable({ trials: [...usual, ...sparse], ticks, quiet, days })]]
    : [];
  return {
    full: sections(circumstances, [kindsOf, ...comparison, ...rest]),
    short: sections(circumstances, [...goals, ...comparison, kindsOf, ...rest]),
  };
}

function sections(circumstances, all) {
  const written = all.filter(([, text]) => text).map(([title, text]) => `${title}\n\n${text}`);
  return [circumstances, ...written].join('\n\n');
}

function remarksOf({ usual, sparse, quiet }) {
  const runsOf = new Map([...usual, ...sparse].map(({ kind, runs }) => [kind.name, runs]));
  return [
    ...oddRuns(runsOf),
    ...quiet.flatMap(({ title, run }) => run.alarms.ours.remarks.map((remark) => `${title}: ${remark}`)),
  ];
}

function progress(total) {
  return (done) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total} `);
  };
}
