// How long it takes from a vendor's first failure until a person sees it: real SDKs, collector and store, in real time.
import { spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine } from '../machine.mjs';
import { publish } from '../publish.mjs';
import { quantile } from '../spread.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const faultline = fileURLToPath(new URL('../../packages/collector/bin/faultline.js', import.meta.url));
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10' },
    rate: { type: 'string', default: '200' },
    scenario: { type: 'string', default: 'june-22' },
    from: { type: 'string', default: '24m20s' },
    until: { type: 'string', default: '26m10s' },
  },
});
const { scenario, rate, from, until } = values;

/** @param {number} seed @returns {Promise<{ calls: number, clock: Record<'firstFailedMs' | 'suspectedMs' | 'confirmedMs', number | null> }>} */
function play(seed) {
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
const suspected = [];
const confirmed = [];
for (let seed = 1; seed <= Number(values.runs); seed += 1) {
  const { calls, clock } = await play(seed);
  const since = (atMs) =>
    atMs === null || clock.firstFailedMs === null ? null : (atMs - clock.firstFailedMs) / 1000;
  suspected.push(since(clock.suspectedMs));
  confirmed.push(since(clock.confirmedMs));
  console.log(
    `run ${seed}: ${calls} calls, suspected ${suspected.at(-1)} s, confirmed ${confirmed.at(-1)} s`,
  );
}
const seconds = (values, part) => quantile(values, part)?.toFixed(1) ?? '–';
const text = [
  `- ${describeMachine(loadAtStart)}`,
  `- \`${scenario}\` from ${from} to ${until} in real time, ${rate} requests a second, ${values.runs} runs; seconds from the first failed attempt until the wall said so`,
  '',
  '| | p50 | p90 | seen in |',
  '| --- | ---: | ---: | ---: |',
  `| suspected | ${seconds(suspected, 0.5)} | ${seconds(suspected, 0.9)} | ${suspected.filter((each) => each !== null).length} of ${values.runs} |`,
  `| confirmed | ${seconds(confirmed, 0.5)} | ${seconds(confirmed, 0.9)} | ${confirmed.filter((each) => each !== null).length} of ${values.runs} |`,
].join('\n');
console.log(text);
publish(join(here, '..', 'README.md'), 'live', text);
