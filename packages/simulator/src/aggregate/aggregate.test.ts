import { describe, expect, it } from 'vitest';
import type { FleetModel, Phase, Scenario } from '../scenario/scenario.ts';
import { type AggregateFrame, type AggregateOptions, aggregateFrames } from './aggregate.ts';
import type { Ending, EndingCounts, SeriesCounts } from './series-counts.ts';

const minute = 60_000;
const tickMs = 10_000;
const model: FleetModel = {
  provider: 'anthropic',
  model: 'claude-opus-4-8',
  requestsPerSecond: 30,
  streamingShare: 1,
  latencyP50Ms: 2000,
  latencySigma: 0.6,
  timeToFirstTokenP50Ms: 600,
  inputTokens: 1500,
  outputTokens: 200,
  reasoningTokens: 0,
  regions: {},
  credentials: {},
};
const other: FleetModel = { ...model, model: 'claude-haiku-4-5' };
const always: Phase = {
  fromMs: 0,
  untilMs: 10 * minute,
  providers: null,
  models: null,
  region: null,
  credential: null,
  job: null,
  faults: {},
  latencyFactor: 1,
  ttftFactor: 1,
  rateFactor: 1,
  promptFactor: 1,
  rampMs: 0,
  rampOutMs: 0,
  pulse: null,
};

function framesOf(
  change: Partial<Scenario>,
  options: Partial<AggregateOptions> = {},
): readonly AggregateFrame[] {
  const scenario: Scenario = {
    name: 'test',
    title: 'test',
    description: 'test',
    sources: [],
    durationMs: 10 * minute,
    fleet: [model],
    backgroundErrorShare: 0.004,
    diurnal: null,
    phases: [],
    posts: [],
    truth: [],
    ...change,
  };
  return [...aggregateFrames(scenario, { seed: 1, tickMs, ...options })];
}

const all = (counts: EndingCounts): number => Object.values(counts).reduce((sum, each) => sum + each, 0);
const sumOf = (frames: readonly AggregateFrame[], of: (series: SeriesCounts) => number): number =>
  frames.flatMap(({ series }) => series.map(of)).reduce((sum, each) => sum + each, 0);
const ended =
  (ending: Ending) =>
  (series: SeriesCounts): number =>
    series.ended[ending] ?? 0;

/** Nobody calls in the last ten minutes, so that all that began can end. */
const silence: Phase = { ...always, fromMs: 10 * minute, untilMs: 20 * minute, rateFactor: 0 };

describe('counts of a fleet', () => {
  it('keep every attempt: what has started has ended once nobody calls any more', () => {
    const faults: Phase['faults'] = { overloaded: 0.2, timeout: 0.1, reset: 0.1, blank: 0.05 };
    const job = { name: 'nightly', requestsPerSecond: 5 };
    const phases = [
      { ...always, faults },
      { ...always, faults: { server_error: 0.4, bad_request: 0.3 }, job },
      silence,
    ];
    const frames = framesOf({ durationMs: 20 * minute, phases });
    const started = sumOf(frames, (series) => series.started);
    expect(started).toBeGreaterThan(15_000);
    expect(sumOf(frames, (series) => all(series.ended))).toBe(started);
  });

  it('come to the rates of the fleet, times the factor', () => {
    const started = sumOf(
      framesOf({}, { rateFactor: 2, retry: { share: 0, attemptsMax: 0 } }),
      (each) => each.started,
    );
    // 36,000 expected, six standard deviations of a Poisson count.
    expect(Math.abs(started - 36_000)).toBeLessThan(6 * Math.sqrt(36_000));
  });

  it('are the same for the same seed, and others for another', () => {
    const fleet = [model, other];
    expect(framesOf({ fleet }, { seed: 5 })).toEqual(framesOf({ fleet }, { seed: 5 }));
    expect(framesOf({ fleet }, { seed: 5 })).not.toEqual(framesOf({ fleet }, { seed: 6 }));
  });

  it('are split by region and credential as the traffic is', () => {
    const fleet = [{ ...model, regions: { us: 3, eu: 1 }, credentials: { k0: 1, k1: 1 } }];
    const frames = framesOf({ fleet });
    const share = (of: (series: SeriesCounts) => boolean): number =>
      sumOf(frames, (series) => (of(series) ? series.started : 0)) /
      sumOf(frames, (series) => series.started);
    expect(share(({ region }) => region === 'us')).toBeCloseTo(0.75, 1);
    expect(share(({ credential }) => credential === 'k1')).toBeCloseTo(0.5, 1);
  });

  it('leave out a series without traffic', () => {
    expect(framesOf({}, { rateFactor: 0 }).every(({ series }) => series.length === 0)).toBe(true);
  });
});

describe('a phase', () => {
  const phase: Phase = { ...always, fromMs: 5 * minute, models: [model.model], faults: { overloaded: 0.3 } };
  const frames = framesOf(
    { fleet: [model, other], phases: [phase] },
    { retry: { share: 0, attemptsMax: 0 } },
  );
  const shareOf = (name: string, part: readonly AggregateFrame[]): number => {
    const own = part.map(({ startMs, series }) => ({
      startMs,
      series: series.filter((each) => each.model === name),
    }));
    return sumOf(own, ended('overloaded')) / sumOf(own, (series) => all(series.ended));
  };
  const after = frames.filter(({ startMs }) => startMs >= phase.fromMs + minute);

  it('shows with its share in the models it selects', () => {
    expect(shareOf(model.model, after)).toBeGreaterThan(0.27);
    expect(shareOf(model.model, after)).toBeLessThan(0.33);
  });

  it('does not show elsewhere nor before', () => {
    expect(shareOf(other.model, after)).toBe(0);
    expect(
      shareOf(
        model.model,
        frames.filter(({ startMs }) => startMs + tickMs <= phase.fromMs),
      ),
    ).toBe(0);
  });

  it('makes retries, which are attempts as well', () => {
    const retried = framesOf({ phases: [{ ...always, faults: { overloaded: 0.9 } }] }, {});
    const started = sumOf(retried, (series) => series.started);
    // 1 + 0.9 * 0.7 + (0.9 * 0.7)^2 attempts per request, less those of the last tick.
    expect(started / 18_000).toBeGreaterThan(1.9);
    expect(started / 18_000).toBeLessThan(2.1);
  });
});

describe('a vendor that hangs', () => {
  const phases = [{ ...always, faults: { timeout: 0.99 } }];
  const frames = framesOf({ backgroundErrorShare: 0, phases }, { retry: { share: 0, attemptsMax: 0 } });
  const early = frames.filter(({ startMs }) => startMs + tickMs <= minute);

  it('lets attempts start and none of them end before its deadline', () => {
    expect(sumOf(early, (series) => series.started)).toBeGreaterThan(1000);
    expect(sumOf(early, ended('timeout'))).toBe(0);
    expect(sumOf(frames, ended('timeout'))).toBeGreaterThan(10_000);
  });

  it('shows them as overdue first, each once', () => {
    expect(sumOf(early, (series) => series.overdue)).toBeGreaterThan(500);
    expect(sumOf(frames, (series) => series.overdue)).toBeLessThanOrEqual(
      sumOf(frames, (series) => series.started),
    );
  });
});

describe('a job that fails over and over', () => {
  it('counts twice in five minutes and is marked as repeated after that', () => {
    const job = { name: 'poisoned', requestsPerSecond: 20 };
    const phases = [{ ...always, job, faults: { server_error: 1 } }];
    const quiet = { ...model, requestsPerSecond: 0 };
    const frames = framesOf({ fleet: [quiet], backgroundErrorShare: 0, phases });
    const failed = sumOf(frames, ended('server_error'));
    const repeated = sumOf(frames, (series) => series.repeated.server_error ?? 0);
    expect(failed).toBeGreaterThan(10_000);
    expect(failed - repeated).toBe(4);
  });

  it('is not to be confused with requests of others', () => {
    const frames = framesOf({ phases: [{ ...always, faults: { server_error: 0.5 } }] });
    const failed = sumOf(frames, ended('server_error'));
    const repeated = sumOf(frames, (series) => series.repeated.server_error ?? 0);
    // Only the third attempt of a request: (0.5 * 0.7)^2 of them, one in twelve of all attempts.
    expect(repeated / failed).toBeGreaterThan(0.06);
    expect(repeated / failed).toBeLessThan(0.11);
  });
});

describe('slow answers', () => {
  it('are slow in the histogram of first content', () => {
    const meanMs = (factor: number): number => {
      const frames = framesOf({ phases: [{ ...always, ttftFactor: factor }] });
      const weighted = sumOf(frames, ({ firstChunkMs }) =>
        Object.entries(firstChunkMs).reduce((sum, [edge, answers]) => sum + Number(edge) * answers, 0),
      );
      return weighted / sumOf(frames, ended('ok'));
    };
    expect(meanMs(3) / meanMs(1)).toBeGreaterThan(2.5);
  });
});
