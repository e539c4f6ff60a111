// The 35 kinds of trouble the detector is measured on, each once per seed.
import type { Scenario, Truth } from '../../packages/simulator/src/index.ts';
import {
  type Change,
  claude,
  type Fleet,
  fleet,
  june,
  lastsMs,
  minute,
  phase,
  rates,
  second,
  warmUpMs,
} from './fleet.ts';

/** One kind of trouble. */
export interface Kind {
  readonly name: string;
  /** Multiplies the traffic of the reference fleet. */
  readonly rateFactor: number;
  /** What an earlier prototype of the detector needed for it, seconds, and how often its class was exact, per cent. */
  readonly prototype: Prototype;
  readonly retry?: { readonly share: number; readonly attemptsMax: number };
  build(chance: () => number): Scenario;
}

interface Prototype {
  readonly suspected: Quantiles;
  readonly confirmed: Quantiles;
  /** Null where the study does not say. */
  readonly exact: number | null;
}

type Quantiles = readonly [p50: number, p90: number] | null;

const afterMs = 15 * minute;

type Faults = NonNullable<Change['faults']>;

interface Plot {
  readonly changes: readonly Change[];
  readonly truth: readonly (Partial<Truth> & Pick<Truth, 'class'>)[];
  readonly fleet?: Fleet;
  readonly isDiurnal?: boolean;
}

function scenario(name: string, { changes, truth, ...plot }: Plot, chance: () => number): Scenario {
  const fromMs = warmUpMs + chance() * 10 * second;
  return {
    name,
    title: name,
    description: name,
    sources: [],
    durationMs: warmUpMs + lastsMs + afterMs,
    fleet: plot.fleet ?? fleet(),
    backgroundErrorShare: 0.004,
    diurnal: plot.isDiurnal ? { amplitude: 0.6, peakAtMs: 3 * 3600 * second } : null,
    phases: changes.map((change) => phase(change, fromMs)),
    posts: [],
    truth: truth.map((each) => ({
      acceptAlso: [],
      kind: 'errors',
      provider: null,
      models: [],
      region: null,
      credential: null,
      fromMs,
      untilMs: fromMs + lastsMs,
      ...each,
    })),
  };
}

const vendor = (models: readonly string[] = claude): Plot['truth'] => [
  { class: 'vendor_wide', provider: 'anthropic', models },
];
const errors = (share: number): Faults => ({ overloaded: share * 0.7, server_error: share * 0.3 });
const juneChanges: readonly Change[] = [0.98, 0.97, 0.95, 0.99].map((share, index) => ({
  models: june.slice(index, index + 1),
  faults: errors(share),
}));
const onClaude = (change: Change): Change => ({ providers: ['anthropic'], ...change });
/** One of a list, by chance. */
const oneOf = <Item>(list: readonly Item[], chance: () => number): Item =>
  list[Math.floor(chance() * list.length)] as Item;

function kind(
  name: string,
  prototype: readonly [Quantiles, Quantiles, number | null],
  plot: Plot | ((chance: () => number) => Plot),
  rest: Partial<Kind> = {},
): Kind {
  const [suspected, confirmed, exact] = prototype;
  return {
    name,
    rateFactor: 1,
    prototype: { suspected, confirmed, exact },
    build: (chance) => scenario(name, typeof plot === 'function' ? plot(chance) : plot, chance),
    ...rest,
  };
}

const few = { rateFactor: 0.01 };
const juneOutage: Plot = { changes: juneChanges, truth: vendor(june) };
const halfModels = (chance: () => number): Plot => {
  const models = oneOf(
    [claude.slice(0, 2), claude.slice(1, 3), claude.slice(2, 5), claude.slice(3, 5)],
    chance,
  );
  return {
    changes: [{ models, faults: errors(0.97) }],
    truth: [{ class: 'vendor_partial', provider: 'anthropic', models }],
  };
};
const oneModel = (chance: () => number): Plot => {
  const { provider, model } = oneOf(rates, chance);
  return {
    changes: [{ models: [model], faults: errors(0.97) }],
    truth: [{ class: 'single_model', provider, models: [model] }],
  };
};
const everywhere = (share: number): Plot => ({
  changes: [onClaude({ faults: errors(share) })],
  truth: vendor(),
});
const keys = { k0: 0.3, k1: 0.3, k2: 0.25, k3: 0.15 };
const oneKey = (faults: Faults, truthClass: string): Plot => ({
  fleet: fleet({}, keys),
  changes: [onClaude({ credential: 'k3', faults })],
  truth: [{ class: truthClass, provider: 'anthropic', credential: 'k3' }],
});
const ownNetwork: Plot = { changes: [{ faults: { reset: 0.98 } }], truth: [{ class: 'local_network' }] };
const late = (truth: Partial<Truth>): Plot['truth'] => [
  { class: 'vendor_wide', kind: 'latency', provider: 'anthropic', models: claude, ...truth },
];

export const kinds: readonly Kind[] = [
  kind('june_full', [[14, 20], [34, 38], 100], juneOutage),
  kind('june_full_haiku', [[13, 20], [34, 38], 100], {
    changes: [...juneChanges, { models: ['haiku-4.5'], faults: errors(0.9) }],
    truth: vendor(),
  }),
  kind('june 1/100', [[15, 21], [35, 38], 100], juneOutage, few),
  kind('june 1/1000', [[26, 40], [36, 51], 100], juneOutage, { rateFactor: 0.001 }),
  kind('staggered', [[17, 21], [35, 38], 98], {
    changes: juneChanges.map((change, index) => ({ ...change, delayMs: index * 40 * second })),
    truth: vendor(june),
  }),
  kind('half_models', [[16, 21], [36, 40], 100], halfModels),
  kind('half_models 1/100', [[21, 32], [43, 60], 100], halfModels, few),
  kind('single_model', [[18, 21], [35, 38], 100], oneModel),
  kind('single_model 1/100', [[32, 54], [44, 62], 100], oneModel, few),
  kind('vendor_10pct', [[15, 21], [56, 61], 100], everywhere(0.1)),
  kind('vendor_10pct 1/100', [[39, 61], [65, 91], 98], everywhere(0.1), few),
  kind('slowburn3_single', [[51, 65], [71, 115], 98], {
    changes: [{ models: ['sonnet-4.6'], faults: errors(0.03) }],
    truth: [{ class: 'single_model', provider: 'anthropic', models: ['sonnet-4.6'] }],
  }),
  kind('slowburn3_vendor', [[19, 24], [56, 63], 100], everywhere(0.03)),
  kind('slowburn3_vendor 1/100', [[204, 357], [371, 572], 70], everywhere(0.03), few),
  kind('diurnal_vendor', [[12, 20], [56, 60], 100], { ...everywhere(0.4), isDiurnal: true }),
  kind('caller_400', [[18, 21], [55, 58], 100], {
    changes: [{ faults: { bad_request: 0.35 } }],
    truth: [{ class: 'client_error' }],
  }),
  kind('key_quota', [[17, 21], [34, 38], 100], oneKey({ quota_exhausted: 1 }, 'rate_limit')),
  kind('rl_surge', [[18, 21], [53, 57], 100], {
    changes: [onClaude({ rateFactor: 3, faults: { rate_limited: 0.6 } })],
    truth: [{ class: 'rate_limit', provider: 'anthropic', models: claude }],
  }),
  kind('credential', [[17, 21], [34, 38], 100], oneKey({ auth: 1 }, 'credential')),
  kind('local_net', [[12, 19], [34, 38], 100], ownNetwork),
  kind('local_net 1/100', [[15, 19], [34, 38], 100], ownNetwork, few),
  kind('vendor_edge', [[13, 20], [34, 38], 100], {
    changes: [onClaude({ faults: { reset: 0.95 } })],
    truth: vendor(),
  }),
  kind('flapping', [[23, 31], [37, 41], 100], {
    changes: [onClaude({ faults: errors(0.7), pulse: { onMs: 90 * second, offMs: 90 * second } })],
    truth: vendor(),
  }),
  kind('brownout_vendor', [[43, 50], [87, 95], 100], {
    changes: [onClaude({ latencyFactor: 3, ttftFactor: 3, rampMs: 2 * minute })],
    truth: late({}),
  }),
  kind('brownout_single_x2', [[26, 31], [59, 63], 100], {
    changes: [{ models: ['sonnet-4.6'], latencyFactor: 2, ttftFactor: 2 }],
    truth: late({ class: 'single_model', models: ['sonnet-4.6'] }),
  }),
  kind(
    'brownout_vendor 1/100',
    [[20, 24], [56, 61], 100],
    { changes: [onClaude({ latencyFactor: 3, ttftFactor: 3 })], truth: late({}) },
    few,
  ),
  kind('blank_single', [[18, 22], [55, 59], 100], {
    changes: [{ models: ['sonnet-4.6'], faults: { blank: 0.4 } }],
    truth: [{ class: 'single_model', kind: 'blank', provider: 'anthropic', models: ['sonnet-4.6'] }],
  }),
  kind('blank_vendor', [[17, 22], [56, 61], 100], {
    changes: [onClaude({ faults: { blank: 0.3 } })],
    truth: [{ class: 'vendor_wide', kind: 'blank', provider: 'anthropic', models: claude }],
  }),
  kind('retry_storm', [[12, 19], [55, 59], 100], everywhere(0.35), {
    retry: { share: 0.95, attemptsMax: 5 },
  }),
  kind('poison_loop', [null, null, 100], {
    changes: [
      {
        models: ['sonnet-4.6'],
        job: { name: 'poisoned', requestsPerSecond: 30 },
        faults: { server_error: 1 },
      },
    ],
    truth: [],
  }),
  kind('workload_shift', [null, null, 100], {
    changes: [onClaude({ promptFactor: 3 })],
    truth: [],
  }),
  kind('hang_vendor', [[20, 31], [61, 67], 100], {
    changes: [onClaude({ faults: { timeout: 0.8 } })],
    truth: [{ class: 'vendor_wide', kind: 'hang', provider: 'anthropic', models: claude }],
  }),
  kind('two_vendor_http', [[13, 20], [34, 38], 100], {
    changes: [{ providers: ['anthropic', 'openai'], faults: errors(0.97) }],
    truth: [...vendor(), { class: 'vendor_wide', provider: 'openai', models: ['gpt-5.5', 'gpt-5-mini'] }],
  }),
  kind('failover_drain', [[14, 20], [34, 38], 100], {
    changes: [...juneChanges, onClaude({ delayMs: 30 * second, rateFactor: 0.05 })],
    truth: vendor(june),
  }),
  kind('region', [[11, 17], [35, 38], 100], {
    fleet: fleet({ us: 0.7, eu: 0.3 }),
    changes: [onClaude({ region: 'eu', faults: errors(0.97) })],
    truth: [{ class: 'vendor_region', provider: 'anthropic', region: 'eu', models: claude }],
  }),
];

const untried = { share: 0, attemptsMax: 0 };
const smallest: Plot = {
  changes: [{ models: ['opus-4.8'], faults: errors(0.97) }],
  truth: [{ class: 'single_model', provider: 'anthropic', models: ['opus-4.8'] }],
};

/** Beside the 35: hardly any traffic, and nobody who tries again. */
export const sparseKinds: readonly Kind[] = [
  kind('june 1/1000, no retries', [[33, 51], [54, 66], null], juneOutage, {
    rateFactor: 0.001,
    retry: untried,
  }),
  kind('one model, 9 a minute, no retries', [[32, 54], [44, 62], null], smallest, {
    rateFactor: 0.01,
    retry: untried,
  }),
  kind('one model, 3 a minute, no retries', [[95, 164], [107, 193], null], smallest, {
    rateFactor: 1 / 300,
    retry: untried,
  }),
];
