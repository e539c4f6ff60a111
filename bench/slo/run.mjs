// What one evaluation of many service levels costs the engine and the collector.
import { loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../build.mjs';
import { describeMachine } from '../machine.mjs';
import { openBenchStore } from '../open-store.mjs';
import { childOf, usageOf } from '../process-usage.mjs';
import { publish } from '../publish.mjs';
import { spreadOf } from '../spread.mjs';
import { days, fillMinutes, objectives, series, thresholds } from './month.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const rounds = Number(process.argv[2] ?? 7);
const turns = 20;

const loadAtStart = loadavg();
const collector = await import(build(join(root, 'service-levels.ts')));
const { store, ask, close } = await openBenchStore(collector.openStore, { minutesDays: days + 2 });
try {
  const atMs = Math.floor(Date.now() / 60_000) * 60_000;
  const rows = await fillMinutes(ask, atMs);
  const results = await measure(ask, atMs);
  const text = [
    `- ${describeMachine(loadAtStart)}`,
    `- ${objectives(collector.defaultTierRules).length} SLOs, ${series.length} series, ${days} days of them: ${rows.toLocaleString('en-US')} rows of minutes`,
    '',
    ...results,
  ].join('\n');
  console.log(text);
  publish(join(root, '..', 'README.md'), 'slo', text);
} finally {
  await close();
}

async function measure(ask, atMs) {
  const slos = objectives(collector.defaultTierRules);
  const windows = collector.windowsNeeded(slos, atMs, 60);
  const ways = {
    'one question, slices of rollups (ours)': () => store.windowCounts(atMs, windows),
    [`the same, with ${thresholds.length} thresholds of speed`]: () =>
      store.windowCounts(atMs, windows, [], thresholds),
    'one question a window, minutes': async () => {
      for (const window of windows) await ask(plain(atMs, window));
    },
  };
  const costs = new Map(Object.keys(ways).map((name) => [name, { cpuMs: [], wallMs: [] }]));
  for (let round = 0; round < rounds; round += 1)
    for (const [name, way] of Object.entries(ways)) {
      const { cpuMs, wallMs } = await costOf(way, name.startsWith('one question a') ? 1 : turns);
      costs.get(name).cpuMs.push(cpuMs);
      costs.get(name).wallMs.push(wallMs);
    }
  const counts = await store.windowCounts(atMs, windows);
  const { core, statuses } = coreOf(slos, counts, atMs);
  const [ours, , other] = [...costs.values()].map(({ cpuMs }) => spreadOf(cpuMs).median);
  return [
    `| ${windows.length} windows | engine's CPU, ms, median (min..max) | wall, ms |`,
    '| --- | ---: | ---: |',
    ...[...costs].map(([name, { cpuMs, wallMs }]) => `| ${name} | ${show(cpuMs)} | ${show(wallMs)} |`),
    '',
    `The same answer costs ${(other / ours).toFixed(0)} times less in one question. What follows in the collector, from ` +
      `${counts.length.toLocaleString('en-US')} counts to ${statuses} verdicts, takes ${show(core)} ms of CPU.`,
  ];
}

/** How somebody would ask who had no rollups but minutes. */
function plain(atMs, windowSeconds) {
  return `SELECT provider, model, service, environment, outcome, sum(calls) FROM faultline.calls_1m
    WHERE time >= ${atMs / 1000 - windowSeconds} AND time < ${atMs / 1000}
    GROUP BY provider, model, service, environment, outcome FORMAT JSONEachRow`;
}

/** Of the engine's whole process, with everything that it does beside. */
async function costOf(way, times) {
  await way();
  const engine = childOf(process.pid);
  const before = usageOf(engine).cpuSeconds;
  const startMs = performance.now();
  for (let turn = 0; turn < times; turn += 1) await way();
  const wallMs = (performance.now() - startMs) / times;
  return { cpuMs: ((usageOf(engine).cpuSeconds - before) * 1000) / times, wallMs };
}

function coreOf(slos, counts, atMs) {
  const moment = {
    atMs,
    observedSeconds: days * 86_400,
    freshSeconds: 60,
    learned: new Map(),
    instancesMax: slos.length,
  };
  let memory = { states: new Map(), events: new Map() };
  let statuses = 0;
  const costs = [];
  for (let turn = 0; turn < 5 + rounds * turns; turn += 1) {
    const before = process.cpuUsage();
    const evaluation = collector.evaluateSlos(slos, counts, { ...moment, before: memory });
    const { user, system } = process.cpuUsage(before);
    memory = evaluation.memory;
    statuses = evaluation.statuses.length;
    if (turn >= 5) costs.push((user + system) / 1000);
  }
  return { core: costs, statuses };
}

function show(values) {
  const { median, min, max } = spreadOf(values);
  return `${median.toFixed(1)} (${min.toFixed(1)}..${max.toFixed(1)})`;
}
