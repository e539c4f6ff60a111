import type { AffectedModel, IncidentLine, IncidentPage, Page } from '@faultline/conventions';
import { firstBadMs, sampleNowMs, sampleSite } from './sample-walls.fixture.ts';

/** The page of June 22, 2026, 23 minutes into the outage. */

const minuteMs = 60_000;
const cellMs = 30_000;
const cells = 70;
const startMs = Math.floor((firstBadMs - 10 * minuteMs) / cellMs) * cellMs;
const begins = Math.floor((firstBadMs - startMs) / cellMs);

function shares(level: number, untilCell = cells): readonly (number | null)[] {
  return Array.from({ length: cells }, (_, cell) => (cell >= begins && cell < untilCell ? level : 0.004));
}

function model(name: string, level: number, rest: Partial<AffectedModel> = {}): AffectedModel {
  return {
    ...{ name, verdict: 'affected', shares: shares(level), peakShare: level, shareNow: level - 0.01 },
    ...{ dominantOutcome: 'overloaded', attempts: 1020, bad: Math.round(1020 * level) },
    ...{ timeToFirstChunkP95Ms: null, timesUsual: null, firstBadMs, recoveredMs: null },
    ...rest,
  };
}

const recoveredMs = Date.UTC(2026, 5, 22, 0, 31, 20);

export const incidentPage: IncidentPage = {
  incident: {
    ...{ id: '7KQ2ABCD', title: 'Anthropic is failing on 4 of 5 models', state: 'confirmed', kind: 'errors' },
    sentence:
      'Anthropic: 4 of 5 models failing (98.1 % of 4,120 attempts, overloaded), OpenAI and Google Gemini normal, 6 services, 2 keys: vendor-wide, since 00:25:10 UTC.',
    ...{ class: 'vendor_wide', provider: 'anthropic', displayName: 'Anthropic', region: null },
    ...{ credential: null, confidence: 0.993, firstBadMs, resolvedMs: null, attempts: 4120, bad: 4042 },
    services: ['checkout', 'search', 'mail', 'chat', 'batch', 'eval'],
    ...{ credentials: ['key-1', 'key-2'], regions: [], mutedBy: null, feedback: null, mergedInto: null },
  },
  clock: [
    { label: 'first bad attempt', by: 'us', atMs: firstBadMs },
    { label: 'suspected', by: 'us', atMs: firstBadMs + 6_000 },
    { label: 'confirmed', by: 'us', atMs: firstBadMs + 34_000 },
    { label: 'vendor posted', by: 'vendor', atMs: Date.UTC(2026, 5, 22, 0, 37, 6) },
  ],
  strip: { startMs, cellMs, cells },
  models: [
    model('claude-opus-4-8', 0.989),
    model('claude-opus-4-7', 0.98),
    model('claude-opus-4-6', 0.961),
    model('claude-sonnet-4-6', 0.994),
    model('claude-haiku-4-5', 0.91, {
      ...{ verdict: 'recovered', shares: shares(0.91, begins + 12), shareNow: 0.021, recoveredMs },
      ...{ timeToFirstChunkP95Ms: 910, timesUsual: 1.5, dominantOutcome: 'vendor_error' },
    }),
  ],
  controls: [
    { provider: 'openai', displayName: 'OpenAI', shares: shares(0.004), attempts: 3910, bad: 16 },
    { provider: 'gcp.gemini', displayName: 'Google Gemini', shares: shares(0.006), attempts: 1950, bad: 12 },
  ],
  hypotheses: [
    { class: 'vendor_wide', probability: 0.993 },
    { class: 'vendor_partial', probability: 0.0065 },
    { class: 'single_model', probability: 0.0005 },
  ],
  timeline: [
    { atMs: sampleNowMs - 60_000, kind: 'note', who: 'Ada', text: 'Failed over to OpenAI at 00:33.' },
    {
      ...{ atMs: Date.UTC(2026, 5, 22, 0, 37, 6), kind: 'vendor', who: 'vendor: investigating' },
      ...{ text: 'Elevated errors.', url: 'https://status.example/incidents/1' },
    },
    { atMs: firstBadMs + 34_000, kind: 'state', who: 'confirmed', text: 'Anthropic: 4 of 5 models failing.' },
  ],
  samples: [
    {
      ...{ atMs: firstBadMs, model: 'claude-opus-4-8', outcome: 'overloaded' },
      ...{ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', vendorRequestId: 'req_011CTESTFAULTLINE0000001' },
    },
  ],
  cost: { amount: 1380, currency: 'USD', perHour: 3600, durationMs: 23 * minuteMs },
  merged: [],
};

export const samplePage: Extract<Page, { readonly kind: 'incident' }> = {
  ...{ kind: 'incident', ...sampleSite },
  ...incidentPage,
};

const { id, state, provider, sentence, displayName, confidence } = incidentPage.incident;

export const incidentLine: IncidentLine = {
  ...{ id, state, provider, sentence, firstBadMs, displayName, confidence, class: 'vendor_wide' },
  ...{ models: [], confirmedMs: null, resolvedMs: null, feedback: null, mergedInto: null },
};

export const incidentsPage: Extract<Page, { readonly kind: 'incidents' }> = {
  ...{ kind: 'incidents', ...sampleSite, fromMs: sampleNowMs - 86_400_000 },
  incidents: [incidentLine],
};
