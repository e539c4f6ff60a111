// What open consoles and followers of the health feed cost the collector: the same collector with and without them, in turn.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startCollector } from '../collector-process.mjs';
import { describeMachine } from '../machine.mjs';
import { publish } from '../publish.mjs';
import { spreadOf } from '../spread.mjs';
import { keepCalling, modelCount, sendPast } from './fleet.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    walls: { type: 'string', default: '50' },
    followers: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '30' },
    /** Half of it until one vendor fails, half of it until that is confirmed. */
    warmup: { type: 'string', default: '120' },
  },
});
const seconds = Number(values.seconds);

const loadAtStart = loadavg();
const directory = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));
const collector = await startCollector(directory);
await sendPast(collector.url);
const fleet = keepCalling(collector.url);
await sleep(Number(values.warmup) * 500);
fleet.fail();
await sleep(Number(values.warmup) * 500);

const [alone, read, added] = [[], [], []];
const perStream = { wall: [], health: [], kilobytes: [] };
for (let round = 1; round <= Number(values.rounds); round += 1) {
  alone.push(await shareOfCore());
  const readers = await startReaders();
  const before = readers.got();
  read.push(await shareOfCore());
  const after = await readers.stop();
  added.push(read.at(-1) - alone.at(-1));
  for (const kind of ['wall', 'health'])
    perStream[kind].push((after[kind].events - before[kind].events) / after[kind].streams);
  perStream.kilobytes.push(
    (after.wall.bytes - before.wall.bytes) / (after.wall.events - before.wall.events) / 1000,
  );
  console.log(`round ${round}: ${percent(alone.at(-1))} without, ${percent(read.at(-1))} with readers`);
}
fleet.stop();
await collector.stop();

const walls = spreadOf(perStream.wall);
const text = [
  `- ${describeMachine(loadAtStart)}; collector, engine and readers share these processors`,
  `- ${modelCount} models of four vendors, one of which is failing; a wall every two seconds, ${Math.round(spreadOf(perStream.kilobytes).median)} kB`,
  `- ${values.walls} consoles and ${values.followers} followers of the health feed; ${values.rounds} rounds of ${seconds} s without and ${seconds} s with them, in turn`,
  `- in ${seconds} s each console got ${walls.median.toFixed(1)} walls (${walls.min.toFixed(1)}..${walls.max.toFixed(1)}), each follower ${spreadOf(perStream.health).median.toFixed(1)} events`,
  '',
  '| CPU of the collector, share of one core | median | range of the rounds |',
  '| --- | ---: | ---: |',
  row('without readers', alone),
  row('with readers', read),
  row('what the readers add', added),
].join('\n');
console.log(text);
publish(join(here, '..', 'README.md'), 'console', text);

/** Of the collector's own process; the engine is another one. */
async function shareOfCore() {
  const [startMs, before] = [performance.now(), collector.usage().collector.cpuSeconds];
  await sleep(seconds * 1000);
  const spent = collector.usage().collector.cpuSeconds - before;
  return spent / ((performance.now() - startMs) / 1000);
}

async function startReaders() {
  const args = [join(here, 'readers.mjs'), collector.url, values.walls, values.followers];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [opened] = await once(lines, 'line');
  return {
    got: () => JSON.parse(opened),
    async stop() {
      const last = once(lines, 'line');
      child.stdin.end();
      const [line] = await last;
      return JSON.parse(line);
    },
  };
}

function row(what, shares) {
  const { median, min, max } = spreadOf(shares);
  return `| ${what} | ${percent(median)} | ${percent(min)}..${percent(max)} |`;
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
