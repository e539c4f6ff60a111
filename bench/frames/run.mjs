// What the detector's two-second read costs the engine and the collector, and how much room raw rows take.
import { loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../build.mjs';
import { describeMachine } from '../machine.mjs';
import { openBenchStore } from '../open-store.mjs';
import { childOf, usageOf } from '../process-usage.mjs';
import { publish } from '../publish.mjs';
import { spreadOf } from '../spread.mjs';
import { fill } from './traffic.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const rounds = Number(process.argv[2] ?? 7);
const frameMs = 2000;
const seconds = 300;
/** As evaluate/loop.ts reads: a glance in four ticks of five, the last minute in the fifth. */
const reads = { glance: 8000, minute: 60_000 };
const fleets = [10, 100, 1000];

const loadAtStart = loadavg();
const { openStore } = await import(build(join(root, 'frames.ts')));
const measured = [];
for (const series of fleets) measured.push(await measure(series));
const text = [
  `- ${describeMachine(loadAtStart)}`,
  `- ${seconds} s of each series having one attempt and one call a second, told by 20 processes; ${rounds} rounds of 20 reads`,
  '',
  '| series | engine’s CPU a tick, ms | of a glance, 8 s | of the last minute | collector’s CPU a tick | wall of a glance | of the last minute |',
  '| ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
  ...measured.map(rowOf),
  '',
  roomSentence(measured.at(-1).room),
].join('\n');
console.log(text);
publish(join(root, '..', 'README.md'), 'frames', text);

async function measure(series) {
  const { store, ask, close } = await openBenchStore(openStore);
  try {
    const untilMs = Math.floor(Date.now() / 60_000) * 60_000;
    await fill(ask, { series, seconds, untilMs });
    const costs = { glance: [], minute: [] };
    for (let round = 0; round < rounds; round += 1)
      for (const [name, lengthMs] of Object.entries(reads))
        costs[name].push(await costOf(() => store.frames({ sinceMs: untilMs - lengthMs, untilMs }, frameMs)));
    return { series, costs, room: await roomOf(ask) };
  } finally {
    await close();
  }
}

/** Of the whole processes, with everything that they do beside. */
async function costOf(read) {
  const times = 20;
  await read();
  const engine = childOf(process.pid);
  const before = { engine: usageOf(engine).cpuSeconds, own: process.cpuUsage() };
  const startMs = performance.now();
  for (let turn = 0; turn < times; turn += 1) await read();
  const { user, system } = process.cpuUsage(before.own);
  return {
    engineMs: ((usageOf(engine).cpuSeconds - before.engine) * 1000) / times,
    collectorMs: (user + system) / 1000 / times,
    wallMs: (performance.now() - startMs) / times,
  };
}

/** A tick in five reads the whole minute. */
function rowOf({ series, costs }) {
  const tick = (what) => costs.glance.map((cost, round) => (4 * cost[what] + costs.minute[round][what]) / 5);
  const of = (read, what) => costs[read].map((cost) => cost[what]);
  const cells = [
    tick('engineMs'),
    of('glance', 'engineMs'),
    of('minute', 'engineMs'),
    tick('collectorMs'),
    of('glance', 'wallMs'),
    of('minute', 'wallMs'),
  ];
  return `| ${series.toLocaleString('en-US')} | ${cells.map(show).join(' | ')} |`;
}

function show(values) {
  const { median, min, max } = spreadOf(values);
  return `${median.toFixed(1)} (${min.toFixed(1)}..${max.toFixed(1)})`;
}

async function roomOf(ask) {
  const room = {};
  for (const table of ['calls', 'attempts']) {
    await ask(`OPTIMIZE TABLE faultline.${table} FINAL`);
    const bytes = await ask(`SELECT sum(bytes_on_disk) / sum(rows) FROM system.parts
      WHERE database = 'faultline' AND table = '${table}' AND active FORMAT TSV`);
    room[table] = Number(bytes);
  }
  return room;
}

function roomSentence({ calls, attempts }) {
  return (
    `A raw row takes ${calls.toFixed(0)} bytes on disk in \`calls\`, ${attempts.toFixed(0)} in \`attempts\`, merged, with random ids ` +
    '(a trace and a span, the vendor’s request, the answer), durations and token counts, which nothing packs.'
  );
}
