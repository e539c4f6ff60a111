import type { Page, SloView, TierView } from '@faultline/conventions';
import { sampleNowMs, sampleSite } from '../sample-walls.fixture.ts';

/** Service levels in the middle of the outage of June 22: four of Anthropic's models burn, one budget is gone. */

type SlosPage = Extract<Page, { readonly kind: 'slos' }>;

const untilMs = Math.floor(sampleNowMs / 60_000) * 60_000 - 60_000;
const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

interface Rule {
  readonly tier: string;
  readonly severity: TierView['severity'];
  readonly long: number;
  readonly short: number;
  readonly threshold: number;
}

const rules: readonly Rule[] = [
  { tier: 'page-fast', severity: 'page', long: hour, short: 5 * minute, threshold: 13.44 },
  { tier: 'page-slow', severity: 'page', long: 6 * hour, short: 30 * minute, threshold: 5.6 },
  { tier: 'ticket-fast', severity: 'ticket', long: day, short: 2 * hour, threshold: 2.8 },
  { tier: 'ticket-slow', severity: 'ticket', long: 3 * day, short: 6 * hour, threshold: 1 },
];

const windows = [5 * minute, 30 * minute, hour, 2 * hour, 6 * hour, day, 3 * day];

type States = Readonly<Partial<Record<string, Partial<TierView>>>>;

/** `rates` in the order of `windows`. */
function burning(rates: readonly (number | null)[], states: States): Pick<SloView, 'burnRates' | 'tiers'> {
  const rateOf = (seconds: number): number | null => rates[windows.indexOf(seconds)] ?? null;
  const quiet = { state: 'inactive', sinceMs: null, endedMs: null } as const;
  return {
    burnRates: windows.map((windowSeconds) => ({
      ...{ windowSeconds, good: 1000, bad: 10, burnRate: rateOf(windowSeconds) },
    })),
    tiers: [
      ...rules.map(({ tier, severity, long, short, threshold }) => ({
        ...{ tier, severity, longSeconds: long, shortSeconds: short, burnRateThreshold: threshold },
        ...{ burnRate: rateOf(long), ...quiet, ...states[tier] },
      })),
      ...['ticket-mostly-failing', 'budget-exhausted'].map((tier) => ({
        ...{ tier, severity: 'ticket' as const, longSeconds: null, shortSeconds: null },
        ...{ burnRateThreshold: null, burnRate: null, ...quiet, ...states[tier] },
      })),
    ],
  };
}

const modelAvailability: Omit<SloView, 'id' | 'burnRates' | 'tiers'> = {
  slo: 'model-availability',
  scope: 'model',
  provider: 'anthropic',
  model: 'claude-opus-4-8',
  service: '',
  environment: 'prod',
  policy: 'availability',
  targetPercent: '99.0',
  threshold: null,
  period: { kind: 'rolling', lengthSeconds: 28 * day, elapsedSeconds: 28 * day },
  good: 61_204,
  bad: 412,
  budgetRemaining: 0.331,
  secondsToExhaustion: 26 * hour,
};

const sinceMs = Date.UTC(2026, 5, 22, 0, 29);
const paging: States = {
  'page-fast': { state: 'firing', sinceMs },
  'page-slow': { state: 'firing', sinceMs: sinceMs + 300_000 },
  'ticket-fast': { state: 'firing', sinceMs: sinceMs + 120_000 },
};

function model(name: string, changes: Partial<SloView>, burn: Pick<SloView, 'burnRates' | 'tiers'>): SloView {
  const slo = { ...modelAvailability, model: name, ...burn, ...changes };
  return { ...slo, id: `${slo.slo}/${slo.provider}/${name}/prod` };
}

const calm = burning([0, 0.3, 0.26, 0.4, 0.42, 0.38, 0.41], {});

export const sampleSlos: readonly SloView[] = [
  model('claude-opus-4-8', {}, burning([98.4, 95.2, 41.6, 21.1, 7.2, 2.9, 0.97], paging)),
  model(
    'claude-sonnet-4-6',
    { budgetRemaining: -0.42, secondsToExhaustion: 0, good: 512_330, bad: 7_349 },
    burning([99.1, 97, 42, 22.4, 8.1, 3.1, 1.4], {
      ...paging,
      'budget-exhausted': { state: 'firing', sinceMs: sinceMs + 900_000 },
    }),
  ),
  model(
    'claude-haiku-4-5',
    { budgetRemaining: 0.62, secondsToExhaustion: 9 * day, good: 401_992, bad: 1_530 },
    burning([2.1, 31, 16.5, 8.8, 3.1, 0.9, 0.6], { 'page-fast': { state: 'holding', sinceMs } }),
  ),
  model(
    'gpt-5-mini',
    { provider: 'openai', budgetRemaining: 0.88, secondsToExhaustion: null, good: 188_201, bad: 226 },
    calm,
  ),
  model(
    'gemini-3-pro',
    { provider: 'gcp.gemini', budgetRemaining: null, secondsToExhaustion: null, good: 0, bad: 0 },
    burning([null, null, null, null, null, null, null], { 'page-fast': { state: 'warming' } }),
  ),
  {
    ...modelAvailability,
    ...calm,
    id: 'service-availability/checkout/prod',
    slo: 'service-availability',
    scope: 'service',
    provider: '',
    model: '',
    service: 'checkout',
    policy: 'user_visible',
    targetPercent: '99.5',
    period: { kind: 'calendar', lengthSeconds: 30 * day, elapsedSeconds: 21 * day + 47 * minute },
    good: 96_310,
    bad: 61,
    budgetRemaining: 0.871,
    secondsToExhaustion: 60 * day,
  },
  model(
    'claude-opus-4-7',
    {
      slo: 'model-time-to-first-chunk',
      targetPercent: '95.0',
      threshold: { measure: 'time_to_first_chunk', thresholdMs: 7500, isLearned: true },
      budgetRemaining: 0.54,
      secondsToExhaustion: 19 * day,
      good: 33_102,
      bad: 810,
    },
    burning([0.4, 0.9, 1.2, 1.1, 0.7, 0.6, 0.5], {}),
  ),
];

const site = { kind: 'slos', ...sampleSite } as const;

export const burningPage: SlosPage = { ...site, untilMs, slos: sampleSlos, omitted: 3 };
export const calmPage: SlosPage = { ...site, untilMs, slos: sampleSlos.slice(3, 4), omitted: 0 };
export const unevaluatedPage: SlosPage = { ...site, untilMs: null, slos: [], omitted: 0 };
