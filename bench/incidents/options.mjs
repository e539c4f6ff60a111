import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const parts = ['scenarios', 'kinds', 'quiet', 'cost'];

export const usage = `node bench/incidents/run.mjs [options]
  --only a,b         ${parts.join(', ')}
  --scenarios PATH   a folder of labelled scenarios of format llm-incident-bench/1, or one of them (test/fixtures/incidents)
  --seeds N          runs of every kind of trouble (40)
  --tick S           seconds of a frame (10)
  --days N           quiet days of each sort (30)
  --kind NAME        only kinds whose name contains this
A run of everything, with at least the usual seeds and days, is written to bench/README.md and docs/incident-benchmark.md.`;

/** @param {readonly string[]} argv */
export function readOptions(argv) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string' },
      scenarios: {
        type: 'string',
        default: fileURLToPath(new URL('../../test/fixtures/incidents', import.meta.url)),
      },
      seeds: { type: 'string', default: '40' },
      tick: { type: 'string', default: '10' },
      days: { type: 'string', default: '30' },
      kind: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  const [seeds, tick, days] = ['seeds', 'tick', 'days'].map((name) => positive(`--${name}`, values[name]));
  const isUsual = values.only === undefined && values.kind === '' && tick === 10;
  return {
    help: values.help,
    parts: chosen(values.only),
    scenarios: values.scenarios,
    seeds,
    tickMs: tick * 1000,
    days,
    kind: values.kind,
    isFull: isUsual && seeds >= 40 && days >= 30,
  };
}

function positive(name, text) {
  const number = Number(text);
  if (number > 0) return number;
  throw new Error(`${name}: expected a number above 0, found "${text}"`);
}

function chosen(text) {
  const wanted = text?.split(',') ?? parts;
  const unknown = wanted.find((one) => !parts.includes(one));
  if (unknown === undefined) return wanted;
  throw new Error(`--only: expected ${parts.join(', ')}, found "${unknown}"`);
}
