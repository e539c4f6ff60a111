// One kind of trouble, one seed: what everybody says of it, scored.
import type { Scenario } from '../../packages/simulator/src/index.ts';
import { floorSeconds } from './floor.ts';
import { framesOf } from './frames.ts';
import { type Kind, kinds, sparseKinds } from './kinds.ts';
import { type Said, type Score, score, type Truth } from './score.ts';
import { type WatcherName, watch } from './watcher.ts';

export interface KindRun {
  readonly seed: number;
  readonly truth: readonly string[];
  readonly floorSeconds: number | null;
  readonly scores: Readonly<Partial<Record<WatcherName, Score>>>;
}

export function runKind(name: string, seed: number, tickMs: number): KindRun {
  const kind = [...kinds, ...sparseKinds].find((each) => each.name === name);
  if (!kind) throw new RangeError(`no kind "${name}"`);
  const scenario = kind.build(chanceOf(seed));
  const truth = truthOf(scenario);
  const said = watch(framesOf(scenario, { seed, tickMs, ...trafficOf(kind) }), 0);
  return {
    seed,
    truth: scenario.truth.map((each) => (each.kind === 'hang' ? `hang:${each.class}` : labelOf(each))),
    floorSeconds: floorSeconds(scenario, kind.rateFactor),
    scores: Object.fromEntries([...said].map(([watcher, all]) => [watcher, score(truth, all, labelOf)])),
  };
}

function trafficOf({ rateFactor, retry }: Kind): Pick<Kind, 'rateFactor' | 'retry'> {
  return { rateFactor, ...(retry ? { retry } : {}) };
}

function truthOf(scenario: Scenario): Truth {
  return {
    incidents: scenario.truth.map((truth) => ({
      class: labelOf(truth),
      scope: { provider: truth.provider, models: truth.models.length > 0 ? truth.models : null },
      start_s: truth.fromMs / 1000,
      end_s: truth.untilMs / 1000,
      accept_also: truth.acceptAlso,
      goal_suspected_s: null,
      goal_confirmed_s: null,
    })),
    forbidden_confirmed: scenario.truth.length === 0 ? ['*'] : forbiddenOf(scenario),
    noise_events: [],
  };
}

/** No vendor is down as a whole but those that are, nor our network. */
function forbiddenOf({ fleet, truth }: Scenario): readonly string[] {
  const wide = truth.filter((each) => each.class === 'vendor_wide').map(({ provider }) => provider);
  const providers = [...new Set(fleet.map(({ provider }) => provider))].filter(
    (name) => !wide.includes(name),
  );
  const names = ['vendor_wide', 'latency:vendor_wide', 'blank:vendor_wide'];
  return [
    ...providers.flatMap((provider) => names.map((name) => `${name}@${provider}`)),
    ...(truth.some((each) => each.class === 'local_network') ? [] : ['local_network']),
  ];
}

function labelOf({ kind, class: name }: Pick<Said, 'class' | 'kind'>): string {
  if (kind === 'latency') return `latency:${name}`;
  return kind === 'blank' ? `blank:${name}` : name;
}

/** mulberry32 */
function chanceOf(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
