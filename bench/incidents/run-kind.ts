// One kind of trouble, one seed: what the detector says of it, scored.
import { defaultIncidentSettings } from '../../packages/collector/src/evaluate/incident/settings.ts';
import { replay } from '../../packages/collector/src/replay/replay.ts';
import type { Scenario } from '../../packages/simulator/src/index.ts';
import { framesOf } from './frames.ts';
import type { Kind } from './scenarios.ts';
import { type Said, type Score, score, type Truth } from './score.ts';

/** Rows are readable so long after their frame has ended. */
const ingestSeconds = 2;

export function runKind(kind: Kind, seed: number, tickMs: number): { score: Score; said: readonly Said[] } {
  const chance = chanceOf(seed);
  const scenario = kind.build(chance);
  const frames = framesOf(scenario, {
    seed,
    tickMs,
    rateFactor: kind.rateFactor,
    ...(kind.retry ? { retry: kind.retry } : {}),
  });
  const said: Said[] = [];
  for (const { atSeconds, transition } of replay(
    { id: kind.name, startMs: 0, frames },
    defaultIncidentSettings,
  )) {
    const { incident } = transition;
    said.push({
      t: atSeconds + ingestSeconds,
      incident: incident.id,
      state: incident.state,
      class: incident.class,
      kind: incident.kind,
      provider: incident.provider,
      models:
        incident.models.length > 0 ? incident.models : incident.evidence.affected.map(({ model }) => model),
    });
  }
  return { score: score(truthOf(scenario), said, labelOf), said };
}

export function truthOf(scenario: Scenario): Truth {
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

export function labelOf({ kind, class: name }: Pick<Said, 'class' | 'kind'>): string {
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
