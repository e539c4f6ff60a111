// What a span costs the collector and the OpenTelemetry Collector with its ClickHouse exporter, on the same requests.
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from '../build.mjs';
import { startCollector } from '../collector-process.mjs';
import { describeMachine } from '../machine.mjs';
import { publish } from '../publish.mjs';
import { spreadOf } from '../spread.mjs';
import { buildOtelCollector, startOtelCollector } from './otel-process.mjs';
import { createSender } from './sender.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '15' }, rounds: { type: 'string', default: '3' } },
});
const shapes = [false, true].map((isGzip) => ({ spans: 512, isGzip }));

const loadAtStart = loadavg();
const directory = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));
const send = createSender(build(join(root, 'decoders.ts')));
const binary = buildOtelCollector(directory);
const sides = {
  Faultline: {
    start: (folder) => startCollector(folder),
    settled: (collector) => collector.drained(),
  },
  'OpenTelemetry Collector': {
    start: (folder) => startOtelCollector(binary, folder),
    settled: (collector, spans) => collector.holds(spans),
  },
};

const rows = [];
for (const shape of shapes) {
  const found = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const [name, side] of Object.entries(sides)) found[name].push(await measure(side, shape));
  for (const [name, rounds] of Object.entries(found)) rows.push(rowOf(name, shape, rounds, found));
}
const text = [
  `- ${describeMachine(loadAtStart)}; sender, collector and engine share these processors`,
  `- batches of 512 spans of 27 attributes; ${values.rounds} rounds of ${values.seconds} s, in turn; median (min..max)`,
  '',
  '| | CPU of the collector, µs a span | spans a second on one core | of the engine, µs a span | queryable a second, with the sender beside | spans a second on one core, times the other |',
  '| --- | ---: | ---: | ---: | ---: | ---: |',
  ...rows,
].join('\n');
console.log(text);
publish(join(root, '..', 'README.md'), 'beside-otel', text);

async function measure(side, shape) {
  const collector = await side.start(mkdtempSync(join(directory, 'data-')));
  try {
    const warm = await send(collector.url, shape, 5, 1);
    await side.settled(collector, warm.acknowledged);
    const before = collector.usage();
    const startMs = Date.now();
    const { acknowledged } = await send(collector.url, shape, Number(values.seconds), 2);
    await side.settled(collector, warm.acknowledged + acknowledged);
    const perSecond = (acknowledged / (Date.now() - startMs)) * 1000;
    const after = collector.usage();
    const cost = (part) => ((after[part].cpuSeconds - before[part].cpuSeconds) * 1e6) / acknowledged;
    return { collectorUs: cost('collector'), engineUs: cost('engine'), perSecond };
  } finally {
    await collector.stop();
  }
}

function rowOf(name, { isGzip }, rounds, found) {
  const of = (field) => rounds.map((round) => round[field]);
  const median = (who) => spreadOf(found[who].map(({ collectorUs }) => collectorUs)).median;
  const other = Object.keys(found).find((each) => each !== name);
  const cells = [
    show(of('collectorUs'), 1),
    whole(1e6 / median(name)),
    show(of('engineUs'), 1),
    whole(spreadOf(of('perSecond')).median),
    (median(other) / median(name)).toFixed(2),
  ];
  return `| ${name}, ${isGzip ? 'gzip' : 'plain'} | ${cells.join(' | ')} |`;
}

function show(numbers, digits) {
  const { median, min, max } = spreadOf(numbers);
  return `${median.toFixed(digits)} (${min.toFixed(digits)}..${max.toFixed(digits)})`;
}

function whole(value) {
  return Math.round(value).toLocaleString('en-US');
}
