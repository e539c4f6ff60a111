// From OTLP bytes to rows that can be queried, with all rollups: the collector and its embedded engine as users run them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from '../build.mjs';
import { startCollector } from '../collector-process.mjs';
import { describeMachine } from '../machine.mjs';
import { publish } from '../publish.mjs';
import { createSender } from './sender.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '20' }, minutes: { type: 'string', default: '0' } },
});
const shapes = [100, 512, 5000].flatMap((spans) => [false, true].map((isGzip) => ({ spans, isGzip })));

const loadAtStart = loadavg();
// All of them stay to the end: for minutes after many files were deleted, ext4 is slow to make new ones.
const directory = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));
const modules = { decoders: build(join(root, 'decoders.ts')), stages: build(join(root, 'stages.ts')) };
const send = createSender(modules.decoders);
const stageRows = [100, 512, 5000].map(stageRowOf);
const rows = [];
for (const shape of shapes) rows.push(rowOf(shape, await measure(shape, Number(values.seconds))));
const minutes = Number(values.minutes);
const long = minutes > 0 ? await measure({ spans: 512, isGzip: true }, minutes * 60) : undefined;

const results = [
  `- ${describeMachine(loadAtStart)}; sender, collector and engine share these processors`,
  `- ${values.seconds} s of load each; a call is one row of \`calls\`, one of \`attempts\`, and its part of six rollups`,
  '',
  '| batch | calls a second, acknowledged | queryable | CPU, µs a call: collector | engine | most memory, MB: collector | engine |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
  ...rows,
  ...(long === undefined ? [] : ['', memorySentence(long, minutes)]),
  '',
  'What the collector does with a batch, stage by stage, in a process that does nothing else; what is missing to the above is HTTP, reading the spool and sending it to the engine.',
  '',
  '| CPU, µs a call | inflate | decode | normalise | spool |',
  '| --- | ---: | ---: | ---: | ---: |',
  ...stageRows,
].join('\n');
console.log(results);
publish(join(root, '..', 'README.md'), 'pipeline', results);

function stageRowOf(spans) {
  const task = JSON.stringify({ modules, spans, calls: 100_000 });
  const said = execFileSync(process.execPath, [join(root, 'measure-stages.mjs'), task], { encoding: 'utf8' });
  const { inflate, decode, normalise, spool } = JSON.parse(said);
  const costs = [inflate, decode, normalise, spool].map((cost) => cost.toFixed(1));
  return `| ${[`${spans.toLocaleString('en-US')} spans`, ...costs].join(' | ')} |`;
}

/** @param {{ spans: number, isGzip: boolean }} shape @param {number} seconds */
async function measure(shape, seconds) {
  const collector = await startCollector(mkdtempSync(join(directory, 'data-')));
  try {
    await send(collector.url, shape, Math.min(5, seconds / 2), 1);
    await collector.drained();
    const before = collector.usage();
    const memory = watchMemory(collector);
    const startMs = Date.now();
    const counts = await send(collector.url, shape, seconds, 2);
    const acknowledgedMs = Date.now() - startMs;
    await collector.drained();
    const queryableMs = Date.now() - startMs;
    const after = collector.usage();
    const perCallUs = (part) =>
      ((after[part].cpuSeconds - before[part].cpuSeconds) * 1e6) / counts.acknowledged;
    return {
      acknowledgedPerSecond: (counts.acknowledged / acknowledgedMs) * 1000,
      queryablePerSecond: (counts.acknowledged / queryableMs) * 1000,
      refused: counts.refused,
      cpuUs: { collector: perCallUs('collector'), engine: perCallUs('engine') },
      memory: memory.stop(),
    };
  } finally {
    await collector.stop();
  }
}

/** Looks four times a second. */
function watchMemory(collector) {
  const series = { collector: [], engine: [] };
  const timer = setInterval(() => {
    const usage = collector.usage();
    for (const part of ['collector', 'engine']) series[part].push(usage[part].residentMb);
  }, 250);
  return {
    stop() {
      clearInterval(timer);
      return { collector: spreadOverTime(series.collector), engine: spreadOverTime(series.engine) };
    },
  };
}

function spreadOverTime(megabytes) {
  const fifth = Math.ceil(megabytes.length / 5);
  const mean = (part) => part.reduce((sum, value) => sum + value, 0) / Math.max(part.length, 1);
  return {
    max: Math.max(...megabytes),
    first: mean(megabytes.slice(0, fifth)),
    last: mean(megabytes.slice(-fifth)),
  };
}

function rowOf({ spans, isGzip }, { acknowledgedPerSecond, queryablePerSecond, cpuUs, memory, refused }) {
  const batch = `${spans.toLocaleString('en-US')} spans, ${isGzip ? 'gzip' : 'plain'}${refused > 0 ? `, ${refused} sent back` : ''}`;
  const rates = [acknowledgedPerSecond, queryablePerSecond].map((rate) =>
    Math.round(rate).toLocaleString('en-US'),
  );
  const costs = [cpuUs.collector, cpuUs.engine].map((cost) => cost.toFixed(1));
  const sizes = [memory.collector.max, memory.engine.max].map((size) => size.toFixed(0));
  return `| ${[batch, ...rates, ...costs, ...sizes].join(' | ')} |`;
}

function memorySentence({ memory, acknowledgedPerSecond }, lengthMinutes) {
  const part = (name) => {
    const { first, last, max } = memory[name];
    return `${name} ${first.toFixed(0)} MB in the first fifth, ${last.toFixed(0)} in the last, ${max.toFixed(0)} at most`;
  };
  const rate = Math.round(acknowledgedPerSecond).toLocaleString('en-US');
  return `Over ${lengthMinutes} minutes of batches of 512, gzip, at ${rate} calls a second: ${part('collector')}; ${part('engine')}.`;
}
