import type {
  ModelSeries,
  Outcome,
  Page,
  Percentiles,
  SeriesCounts,
  SeriesPoint,
} from '@faultline/conventions';
import { noise, sampleNowMs, sampleSite } from '../sample-walls.fixture.ts';

/** Attempts around the outage of June 22, by minute: Opus and Sonnet fail from 00:25 on, OpenAI does not. */

type ExplorePage = Extract<Page, { readonly kind: 'explore' }>;

const minuteMs = 60_000;
const untilMs = Math.floor(sampleNowMs / minuteMs) * minuteMs;
const fromMs = untilMs - 60 * minuteMs;
const outageMs = Date.UTC(2026, 5, 22, 0, 25);

function percentiles(p50: number): Percentiles {
  return { p50, p95: p50 * 3.1, p99: p50 * 5.2 };
}

interface Habit {
  readonly provider: string;
  readonly displayName: string;
  readonly model: string;
  readonly perMinute: number;
  readonly firstTokenMs: number;
  /** Share of attempts that fail once the outage began. */
  readonly failing: number;
}

function counts(attempts: number, bad: number, firstTokenMs: number): SeriesCounts {
  const good = attempts - bad;
  const refused = Math.round(bad / 9);
  const outcomes: Partial<Record<Outcome, number>> = {
    ...(good > 0 ? { ok: good } : {}),
    ...(bad - refused > 0 ? { overloaded: bad - refused } : {}),
    ...(refused > 0 ? { vendor_error: refused } : {}),
  };
  return {
    ...{ attempts, bad, outcomes },
    durationMs: good > 0 ? percentiles(firstTokenMs * 2.6) : null,
    timeToFirstChunkMs: good > 0 ? percentiles(firstTokenMs) : null,
  };
}

function series(habit: Habit, seed: number): ModelSeries {
  const { provider, displayName, model, perMinute, firstTokenMs, failing } = habit;
  const points: SeriesPoint[] = [];
  for (let startMs = fromMs; startMs < untilMs; startMs += minuteMs) {
    const draw = noise(seed, startMs / minuteMs);
    const attempts = Math.round(perMinute * (0.85 + draw * 0.3));
    // A minute that nobody called in has no point.
    if (attempts === 0) continue;
    const share = startMs >= outageMs ? failing : draw < 0.2 ? 0.01 : 0;
    const bad = Math.round(attempts * share);
    points.push({ startMs, ...counts(attempts, bad, firstTokenMs * (0.9 + draw * 0.3)) });
  }
  const sum = (of: 'attempts' | 'bad'): number => points.reduce((total, point) => total + point[of], 0);
  return { provider, displayName, model, totals: counts(sum('attempts'), sum('bad'), firstTokenMs), points };
}

const anthropic = { provider: 'anthropic', displayName: 'Anthropic' };
const openai = { provider: 'openai', displayName: 'OpenAI' };

const sampleSeries: readonly ModelSeries[] = [
  { ...anthropic, model: 'claude-haiku-4-5', perMinute: 66, firstTokenMs: 240, failing: 0.03 },
  { ...anthropic, model: 'claude-opus-4-6', perMinute: 40, firstTokenMs: 980, failing: 0.95 },
  { ...anthropic, model: 'claude-opus-4-7', perMinute: 25, firstTokenMs: 1400, failing: 0.97 },
  { ...anthropic, model: 'claude-opus-4-8', perMinute: 15, firstTokenMs: 2000, failing: 1 },
  { ...anthropic, model: 'claude-sonnet-4-6', perMinute: 120, firstTokenMs: 520, failing: 0.99 },
  { ...openai, model: 'gpt-5-mini', perMinute: 46, firstTokenMs: 180, failing: 0 },
  { ...openai, model: 'gpt-5.5', perMinute: 0.55, firstTokenMs: 430, failing: 0 },
].map(series);

const nothingAsked = { provider: '', model: '', service: '', from: '', until: '' };

export const outagePage: ExplorePage = {
  ...{ kind: 'explore', ...sampleSite },
  asked: nothingAsked,
  problem: null,
  answer: { fromMs, untilMs, stepMs: minuteMs, series: sampleSeries, omitted: 2 },
};

export const emptyExplorePage: ExplorePage = {
  ...outagePage,
  asked: { ...nothingAsked, model: 'claude-opus' },
  answer: { fromMs, untilMs, stepMs: minuteMs, series: [], omitted: 0 },
};

export const refusedExplorePage: ExplorePage = {
  ...outagePage,
  asked: { ...nothingAsked, model: 'claude-opus-4-8', from: 'yesterday' },
  problem: 'from is "yesterday", expected a time such as 2026-06-22T14:00:00Z, or milliseconds since 1970',
  answer: null,
};
