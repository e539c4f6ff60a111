// How long it takes from a vendor's first failure until a person sees it: real SDKs, collector and store, in real time.
import { spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine } from '../machine.mjs';
import { publish } from '../publish.mjs';
import { quantile } from '../spread.mjs';
import { firstPostSeconds } from './first-post.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const faultline = fileURLToPath(new URL('../../packages/collector/bin/faultline.js', import.meta.url));
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10' },
    rate: { type: 'string', default: '200' },
    scenario: { type: 'string', default: 'june-22,june-23,june-16' },
    from: { type: 'string', default: '24m20s' },
    until: { type: 'string', default: '27m' },
  },
});
const { rate, from, until } = values;
const runs = Number(values.runs);

/** @param {string} scenario @param {number} seed @returns {Promise<{ calls: number, clock: Record<'firstFailedMs' | 'suspectedMs' | 'confirmedMs', number | null> }>} */
function play(scenario, seed) {
  const flags = ['--once', '--json', '--compression', '1', '--scenario', scenario, '--rate', rate];
  const args = [faultline, 'demo', ...flags, '--from', from, '--until', until, '--seed', String(seed)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => {
      try {
        resolve(JSON.parse(out.trim().split('\n').at(-1) ?? ''));
      } catch {
        reject(new Error(`run ${seed} ended without a report: ${out.slice(-200)}`));
      }
    });
  });
}

const loadAtStart = loadavg();
const rows = [];
for (const scenario of values.scenario.split(',')) rows.push(rowOf(scenario, await playAll(scenario)));
const text = [
  `- ${describeMachine(loadAtStart)}`,
  `- from ${from} to ${until} of each day in real time, ${rate} requests a second, ${runs} runs; seconds from the first failed attempt until the wall said so, p50/p90`,
  '',
  '| day | suspected | confirmed | seen in | the vendor’s first post | lead, confirmed to post |',
  '| --- | ---: | ---: | ---: | ---: | ---: |',
  ...rows,
].join('\n');
console.log(text);
publish(join(here, '..', 'README.md'), 'live', text);

async function playAll(scenario) {
  const suspected = [];
  const confirmed = [];
  for (let seed = 1; seed <= runs; seed += 1) {
    const { calls, clock } = await play(scenario, seed);
    const since = (atMs) =>
      atMs === null || clock.firstFailedMs === null ? null : (atMs - clock.firstFailedMs) / 1000;
    suspected.push(since(clock.suspectedMs));
    confirmed.push(since(clock.confirmedMs));
    const said = `suspected ${suspected.at(-1)} s, confirmed ${confirmed.at(-1)} s`;
    console.log(`${scenario}, run ${seed}: ${calls} calls, ${said}`);
  }
  return { suspected, confirmed };
}

function rowOf(scenario, { suspected, confirmed }) {
  const show = (times) => [0.5, 0.9].map((part) => quantile(times, part)?.toFixed(1) ?? '–').join('/');
  const seen = confirmed.filter((each) => each !== null);
  const post = firstPostSeconds(scenario);
  const lead = post === null || seen.length === 0 ? '–' : signed(post - quantile(seen, 0.5));
  const cells = [show(suspected), show(confirmed), `${seen.length} of ${runs}`, post ?? '–', lead];
  return `| \`${scenario}\` | ${cells.join(' | ')} |`;
}

function signed(seconds) {
  return `${seconds < 0 ? '−' : '+'}${Math.abs(seconds).toFixed(0)}`;
}
