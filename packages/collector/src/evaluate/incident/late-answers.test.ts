import type { Outcome } from '@faultline/conventions';
import { describe, expect, it } from 'vitest';
import type { Frame, SeriesFrame } from '../../model/frame.ts';
import { claudeModels, detect, fleet, playFrames, secondsAt } from './fleet.fixture.ts';
import { level } from './series.ts';
import { usualErrorShares } from './step.ts';

const anthropic = ({ provider }: { readonly provider: string }): boolean => provider === 'anthropic';
const quiet = (seconds: number, scale = 0.2): readonly Frame[] =>
  playFrames({ members: fleet(scale), faults: [], seconds, seed: 3 });

/** Latencies around a second, half of them in the bucket of the median. */
function timed(series: SeriesFrame, factor: number): SeriesFrame {
  const answers = series.outcomes.ok ?? 0;
  const counts = [0.15, 0.35, 0.5, 0.75, 1, 1.5, 2].map((share): [string, number] => [
    String(1000 * share * factor),
    Math.round(answers * (share === 2 ? 0.02 : share === 1.5 ? 0.06 : 0.184)),
  ]);
  const histogram = Object.fromEntries(counts.filter(([, count]) => count > 0));
  return { ...series, firstChunkMs: histogram, durationMs: histogram };
}

function change(
  frames: readonly Frame[],
  of: (series: SeriesFrame, seconds: number) => SeriesFrame,
): readonly Frame[] {
  return frames.map((frame) => ({
    ...frame,
    series: frame.series.map((series) => of(series, secondsAt(frame.startMs))),
  }));
}

function found(frames: readonly Frame[]): readonly string[] {
  const paged = detect(frames).transitions.filter(({ incident }) => incident.state === 'confirmed');
  return [
    ...new Set(paged.map(({ incident: { kind, class: name, provider } }) => `${kind} ${name}@${provider}`)),
  ];
}

describe('answers that come late', () => {
  it('are an incident of the vendor when all its models answer three times as slowly', () => {
    const frames = change(quiet(1200), (series, at) => timed(series, at >= 800 && anthropic(series) ? 3 : 1));
    expect(found(frames)).toEqual(['latency vendor_wide@anthropic']);
  });

  it('are one model’s when only that one is slow', () => {
    const slow = (series: SeriesFrame): boolean => series.model === 'sonnet-4-6';
    const frames = change(quiet(1200), (series, at) => timed(series, at >= 800 && slow(series) ? 2.5 : 1));
    expect(found(frames)).toEqual(['latency single_model@anthropic']);
  });

  it('are no wonder when the prompts have grown as much', () => {
    const frames = change(quiet(1200), (series, at) => ({
      ...timed(series, at >= 800 && anthropic(series) ? 2 : 1),
      promptTokens: at >= 800 && anthropic(series) ? 3000 : 1000,
    }));
    expect(found(frames)).toEqual([]);
  });
});

describe('late answers while the vendor fails', () => {
  it('speak for no incident of their own', () => {
    const frames = change(quiet(1000), (series, at) => {
      const isFailing = at >= 800 && anthropic(series);
      return timed(isFailing ? withErrors(series, 0.6) : series, isFailing ? 3 : 1);
    });
    const { state, transitions } = detect(frames);
    expect(new Set(transitions.map(({ incident }) => incident.channel))).toEqual(new Set(['errors']));
    const failing = Object.values(state.series).filter(anthropic);
    expect(failing.map((series) => [level(series, 'slow'), level(series, 'overdue')])).toEqual(
      failing.map(() => [0, 0]),
    );
  });
});

describe('answers that do not come', () => {
  /** Everything Anthropic was asked since second 800 is still waiting. */
  const hanging = change(quiet(900), (series, at) => {
    const began = series.attempts;
    if (at < 800 || !anthropic(series)) return { ...timed(series, 1), started: began, inFlight: { 0: 1 } };
    const waitedFor = at - 800;
    const inFlight: Record<string, number> = {};
    for (const edge of [0, 1, 2, 5, 10, 20, 30, 60]) {
      const next = [0, 1, 2, 5, 10, 20, 30, 60, Number.POSITIVE_INFINITY].find((each) => each > edge) ?? 0;
      const seconds = Math.max(0, Math.min(waitedFor + 2, next) - edge);
      if (seconds > 0) inFlight[edge] = Math.round((began / 2) * seconds);
    }
    return { ...series, attempts: 0, outcomes: {}, started: began, inFlight };
  });

  it('are a hang of the vendor, seen before a single call has failed', () => {
    expect(found(hanging)).toEqual(['hang vendor_wide@anthropic']);
    const first = detect(hanging).transitions.find(({ incident }) => incident.state === 'confirmed');
    expect(first?.incident.models).toEqual([...claudeModels].sort());
    expect(first?.sentence).toMatch(/^Anthropic: 5 of 5 models not answering/);
    expect(secondsAt(first?.atMs ?? 0)).toBeLessThan(800 + 60);
  });

  it('are one incident still when the clients’ own deadlines turn them into failures', () => {
    const timeouts = change(quiet(1100).slice(430), (series, at) =>
      at < 1000 && anthropic(series)
        ? { ...series, outcomes: { timeout: series.attempts }, started: series.attempts, inFlight: { 60: 1 } }
        : { ...timed(series, 1), started: series.attempts, inFlight: { 0: 1 } },
    );
    const told = detect([...hanging.slice(0, 430), ...timeouts]).transitions;
    expect(new Set(told.map(({ incident }) => incident.id)).size).toBe(1);
    expect(told.at(-1)?.incident.state).not.toBe('suspected');
  });
});

/** Two of five of Anthropic's requests hang between these seconds; a minute later their deadlines end them as `ending`. */
function partlyHanging(
  frames: readonly Frame[],
  from: number,
  to: number,
  ending: Outcome,
): readonly Frame[] {
  return change(frames, (series, at) => {
    const began = series.attempts;
    if (at < from || at >= to || !anthropic(series))
      return { ...timed(series, 1), started: began, overdue: 0 };
    const answered = Math.round(began * 0.6);
    const ended = at >= from + 60 ? began - answered : 0;
    const outcomes = { ok: answered, [ending]: ended };
    const rest = timed({ ...series, attempts: answered + ended, outcomes }, 1);
    return { ...rest, started: began, overdue: at >= from + 6 ? began - answered : 0 };
  });
}

describe.each(['timeout', 'stalled'] as const)(
  'a vendor that lets a part of its requests hang (%s)',
  (ending) => {
    const half = partlyHanging(quiet(1100), 800, 1000, ending);

    it('hangs from the first word to the last, and does not change its mind every other frame', () => {
      const told = detect(half).transitions.filter(({ incident }) => incident.state === 'confirmed');
      expect(new Set(told.map(({ incident }) => incident.kind))).toEqual(new Set(['hang']));
      expect(new Set(detect(half).transitions.map(({ incident }) => incident.id)).size).toBe(1);
    });

    it('is known for its usual failures still when the hang has lasted half an hour', () => {
      const long = partlyHanging(quiet(3600, 0.02), 1200, 3600, ending);
      expect(usualErrorShares(detect(long).state)('anthropic', 'sonnet-4-6')).toBeLessThan(0.01);
    });
  },
);

describe('a model of which nobody knows how long it takes', () => {
  /** Hangs from second 800 on; its calls are given up after ten seconds. */
  const hangs = (series: SeriesFrame, at: number): SeriesFrame => {
    const began = series.attempts;
    if (at < 800 || !anthropic(series)) return { ...timed(series, 1), started: began, inFlight: {} };
    const isGivenUp = at >= 810;
    return {
      ...series,
      attempts: isGivenUp ? began : 0,
      outcomes: isGivenUp ? { stalled: began } : {},
      started: began,
      inFlight: at >= 806 ? { 0: 2 * began, 5: 3 * began } : { 0: 3 * began },
    };
  };
  const frames = change(quiet(1000), (series, at) => {
    const told = hangs(series, at);
    const { firstChunkMs: _, durationMs: __, ...untimed } = told;
    return series.model === 'sonnet-4-6' || !anthropic(series) ? told : untimed;
  });

  it('is no proof that the vendor answers, and joins the hang when its calls are given up', () => {
    const { transitions } = detect(frames);
    expect(new Set(transitions.map(({ incident }) => incident.id)).size).toBe(1);
    const last = transitions.at(-1)?.incident;
    expect([last?.kind, last?.class, last?.models]).toEqual([
      'hang',
      'vendor_wide',
      [...claudeModels].sort(),
    ]);
    for (const { incident } of transitions)
      expect(incident.evidence.bad).toBeLessThanOrEqual(incident.evidence.attempts);
  });
});

describe('a suspicion of failures among the first deadlines that pass', () => {
  it('is dropped when they turn out to be how a hang ends', () => {
    // A few failures of another kind come first: the minute of the first deadlines is not all deadlines.
    const frames = partlyHanging(quiet(1100), 800, 1000, 'stalled').map((frame) =>
      secondsAt(frame.startMs) >= 850 && secondsAt(frame.startMs) < 862
        ? {
            ...frame,
            series: frame.series.map((series) => (anthropic(series) ? withErrors(series, 0.3) : series)),
          }
        : frame,
    );
    const { transitions } = detect(frames);
    const failing = transitions.filter(({ incident }) => incident.channel === 'errors');
    expect(failing.map(({ incident }) => incident.state)).toContain('suspected');
    expect(failing.at(-1)?.incident.state).toBe('cleared');
  });
});

function withErrors(series: SeriesFrame, share: number): SeriesFrame {
  const failed = Math.round((series.outcomes.ok ?? 0) * share);
  return {
    ...series,
    outcomes: { ...series.outcomes, ok: (series.outcomes.ok ?? 0) - failed, vendor_error: failed },
  };
}
