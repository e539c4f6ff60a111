import { describe, expect, it } from 'vitest';
import type { Frame, SeriesFrame } from '../../model/frame.ts';
import { claudeModels, detect, fleet, playFrames, secondsAt } from './fleet.fixture.ts';

const anthropic = ({ provider }: { readonly provider: string }): boolean => provider === 'anthropic';
const quiet = (seconds: number): readonly Frame[] =>
  playFrames({ members: fleet(0.2), faults: [], seconds, seed: 3 });

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

describe('a vendor that lets a part of its requests hang', () => {
  const half = change(quiet(1000), (series, at) => {
    const began = series.attempts;
    if (at < 800 || at >= 900 || !anthropic(series))
      return { ...timed(series, 1), started: began, overdue: 0 };
    const answered = Math.round(began * 0.6);
    const timeouts = at >= 860 ? began - answered : 0;
    const outcomes = { ok: answered, timeout: timeouts };
    const ended = timed({ ...series, attempts: answered + timeouts, outcomes }, 1);
    return { ...ended, started: began, overdue: at >= 806 ? began - answered : 0 };
  });

  it('hangs from the first word to the last, and does not change its mind every other frame', () => {
    const told = detect(half).transitions.filter(({ incident }) => incident.state === 'confirmed');
    expect(new Set(told.map(({ incident }) => incident.kind))).toEqual(new Set(['hang']));
    expect(new Set(detect(half).transitions.map(({ incident }) => incident.id)).size).toBe(1);
  });
});
