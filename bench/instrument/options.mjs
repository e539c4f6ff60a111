import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { variants } from './variants/variants.mjs';
import { workloads } from './workloads.mjs';

const variantIds = variants.map(({ id }) => id);
const workloadIds = workloads.map(({ id }) => id);
const transports = ['fetch', 'http'];

export const usage = `node bench/instrument/run.mjs [options]
  --rounds N        rounds of every variant, each a process of its own (5)
  --scale S         calls per round, as a factor (1)
  --only a,b        variants: ${variantIds.join(', ')}
  --workload a,b    ${workloadIds.join(', ')}
  --transport a,b   fetch (in process), http (a local server)
  --no-heap         leave the heap out
  --dist DIR        our build (packages/instrument/dist)
  --json FILE       every measurement as it was taken
  --profile DIR     CPU profiles of the measured calls; read them with top-self-time.mjs
A run of everything, at full scale, is written to bench/README.md.`;

/** @typedef {ReturnType<typeof readOptions>} Options */

/** @param {readonly string[]} argv */
export function readOptions(argv) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      rounds: { type: 'string', default: '5' },
      scale: { type: 'string', default: '1' },
      only: { type: 'string' },
      workload: { type: 'string' },
      transport: { type: 'string' },
      'no-heap': { type: 'boolean', default: false },
      dist: {
        type: 'string',
        default: fileURLToPath(new URL('../../packages/instrument/dist', import.meta.url)),
      },
      json: { type: 'string' },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const isCut = ['only', 'workload', 'transport', 'profile', 'no-heap'].some((name) => values[name]);
  const scale = positive('--scale', values.scale);
  return {
    help: values.help,
    rounds: positive('--rounds', values.rounds),
    scale,
    variants: chosen('--only', values.only, variantIds),
    workloads: chosen('--workload', values.workload, workloadIds),
    transports: chosen('--transport', values.transport, transports),
    heap: !values['no-heap'],
    dist: resolve(values.dist),
    jsonFile: values.json,
    profileFolder: values.profile,
    isFull: !isCut && scale >= 1,
  };
}

function positive(name, text) {
  const number = Number(text);
  if (number > 0) return number;
  throw new Error(`${name}: expected a number above 0, found "${text}"`);
}

function chosen(name, text, known) {
  if (text === undefined) return known;
  const wanted = text.split(',');
  const unknown = wanted.find((one) => !known.includes(one));
  if (unknown === undefined) return known.filter((one) => wanted.includes(one));
  throw new Error(`${name}: expected ${known.join(', ')}, found "${unknown}"`);
}
