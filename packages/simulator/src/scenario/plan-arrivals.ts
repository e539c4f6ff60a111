import { pick, uniform } from '../random.ts';
import { rateFactorAt, selectsModel } from './conditions.ts';
import type { FleetModel, Provider, Scenario } from './scenario.ts';

/** One request the fleet makes. */
export interface Arrival {
  readonly atScenarioMs: number;
  readonly provider: Provider;
  readonly model: string;
  readonly streaming: boolean;
  /** Empty where the fleet names none. */
  readonly region: string;
  readonly credential: string;
  /** Name of the job that made it; put it into the request's text. Null for ordinary traffic. */
  readonly job: string | null;
}

export interface ArrivalOptions {
  readonly seed: number;
  /** Multiplies every rate, to play a big fleet on a small machine. Default 1. */
  readonly rateFactor?: number;
  /** Rates are per real second: at compression 120 a scenario second holds 1/120 of them. Default 1. */
  readonly compression?: number;
  readonly fromMs?: number;
  /** Default: the end of the scenario. */
  readonly untilMs?: number;
}

/**
 * The fleet's requests in order of time: one Poisson process per model (and per job), each from its own random stream,
 * so that a model's arrivals stay the same whatever the others do.
 */
export function* planArrivals(
  scenario: Scenario,
  options: ArrivalOptions,
): Generator<Arrival, void, undefined> {
  const scale = (options.rateFactor ?? 1) / (options.compression ?? 1);
  const untilMs = options.untilMs ?? scenario.durationMs;
  const streams = sourcesOf(scenario, scale, options).map((source) => {
    const arrivals = arrivalsOf(source, options.seed, options.fromMs ?? 0, untilMs);
    return { arrivals, next: arrivals.next().value };
  });
  while (true) {
    let first: (typeof streams)[number] | undefined;
    for (const stream of streams) {
      if (stream.next && (!first?.next || stream.next.atScenarioMs < first.next.atScenarioMs)) first = stream;
    }
    if (!first?.next) return;
    yield first.next;
    first.next = first.arrivals.next().value;
  }
}

interface Source {
  readonly key: string;
  readonly profile: FleetModel;
  readonly job: string | null;
  /** Upper bound of `rateAt`, per scenario millisecond. */
  readonly rateMax: number;
  rateAt(scenarioMs: number): number;
}

function sourcesOf(scenario: Scenario, scale: number, options: ArrivalOptions): readonly Source[] {
  if (!(scale >= 0 && Number.isFinite(scale))) throw new RangeError(`bad rate ${JSON.stringify(options)}`);
  const fleet = scenario.fleet.map((profile): Source => {
    const base = (profile.requestsPerSecond * scale) / 1000;
    return {
      key: `${profile.provider}/${profile.model}`,
      profile,
      job: null,
      rateMax: base * rateFactorMax(scenario, profile),
      rateAt: (ms) => base * rateFactorAt(scenario, profile.provider, profile.model, ms),
    };
  });
  const jobs = scenario.phases.flatMap((phase, index): readonly Source[] => {
    const profile = scenario.fleet.find((one) => selectsModel(phase, one.provider, one.model));
    if (!phase.job || !profile) return [];
    const rateMax = (phase.job.requestsPerSecond * scale) / 1000;
    const isOn = (ms: number): boolean => ms >= phase.fromMs && ms < phase.untilMs;
    return [
      {
        key: `job/${index}`,
        profile,
        job: phase.job.name,
        rateMax,
        rateAt: (ms) => (isOn(ms) ? rateMax : 0),
      },
    ];
  });
  return [...fleet, ...jobs];
}

function rateFactorMax(scenario: Scenario, { provider, model }: FleetModel): number {
  const phases = scenario.phases.filter(
    (phase) => phase.rateFactor > 1 && selectsModel(phase, provider, model),
  );
  const surge = phases.reduce((product, phase) => product * phase.rateFactor, 1);
  return surge * (1 + (scenario.diurnal?.amplitude ?? 0));
}

/** Lewis-Shedler thinning: candidates at the highest rate, each kept with the probability of the actual one. */
function* arrivalsOf(
  source: Source,
  seed: number,
  fromMs: number,
  untilMs: number,
): Generator<Arrival, undefined, undefined> {
  const { profile, rateMax } = source;
  if (rateMax === 0) return undefined;
  let atMs = fromMs;
  for (let candidate = 0; ; candidate++) {
    const draw = (what: string): number => uniform(seed, 'arrival', source.key, what, candidate);
    atMs += -Math.log(1 - draw('gap')) / rateMax;
    if (atMs >= untilMs) return undefined;
    if (draw('keep') * rateMax >= source.rateAt(atMs)) continue;
    yield {
      atScenarioMs: atMs,
      provider: profile.provider,
      model: profile.model,
      streaming: draw('streaming') < profile.streamingShare,
      region: pick(profile.regions, draw('region')) ?? '',
      credential: pick(profile.credentials, draw('credential')) ?? '',
      job: source.job,
    };
  }
}
