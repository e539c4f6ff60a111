// What it costs to make rows of an OTLP trace export: our directed reader beside protobufjs.
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../build.mjs';
import { describeMachine } from '../machine.mjs';
import { publish } from '../publish.mjs';
import { spreadOf } from '../spread.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const rounds = Number(process.argv[2] ?? 7);
const spans = 512;
const variants = [
  'ours, decode',
  'ours, decode and normalise',
  'protobufjs, decode',
  'protobufjs, decode to a row',
  'protobufjs, decode and normalise',
];
const baselines = ['protobufjs, decode to a row', 'protobufjs, decode and normalise'];

const loadAtStart = loadavg();
const module = build(join(root, 'decoders.ts'));
const costs = new Map(variants.map((variant) => [variant, []]));
let bodyBytes = 0;
for (let round = 0; round < rounds; round += 1) {
  for (const variant of variants) {
    const task = JSON.stringify({ module, variant, spans, warmUp: 200, measured: 200 });
    const said = execFileSync(process.execPath, [join(root, 'measure.mjs'), task], { encoding: 'utf8' });
    const result = JSON.parse(said);
    costs.get(variant).push(result.cpuUs);
    bodyBytes = result.bodyBytes;
  }
}

const figures = new Map([...costs].map(([variant, values]) => [variant, spreadOf(values)]));
const rows = variants.map((variant) => {
  const { median, min, max } = figures.get(variant);
  const ratios = baselines.map((baseline) => (figures.get(baseline).median / median).toFixed(1));
  const perSecond = Math.round(1e6 / median).toLocaleString('en-US');
  return `| ${variant} | ${median.toFixed(2)} (${min.toFixed(2)}..${max.toFixed(2)}) | ${perSecond} | ${ratios.join(' | ')} |`;
});
const results = [
  `- ${describeMachine(loadAtStart)}`,
  `- ${spans} spans of 27 attributes, ${bodyBytes.toLocaleString('en-US')} bytes of protobuf; ${rounds} rounds, one process each`,
  '',
  '| | CPU, µs a span, median (min..max) | spans a second on one core | times protobufjs to a row | with our rules |',
  '| --- | ---: | ---: | ---: | ---: |',
  ...rows,
].join('\n');
console.log(results);
publish(join(root, '..', 'README.md'), 'intake', results);
