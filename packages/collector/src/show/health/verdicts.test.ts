import { expect, it } from 'vitest';
import type { Incident } from '../../model/incident.ts';
import type { ReviewedIncident } from '../../model/incident-review.ts';
import { sampleTransition } from '../../store/samples.fixture.ts';
import { sampleWall } from '../wall/wall.fixture.ts';
import type { HealthAdvice } from './verdict.ts';
import { verdictOn, verdictsOf } from './verdicts.ts';

const nowMs = Date.parse('2026-06-22T01:00:00Z');
const sinceMs = nowMs - 300_000;

/** Opus fails, Haiku does not. */
function incident(changes: Partial<Incident> = {}, recoveredMs: number | null = null): ReviewedIncident {
  const { evidence } = sampleTransition({ firstBadMs: sinceMs }).incident;
  const opus = { model: 'opus', attempts: 100, bad: 97, firstBadMs: sinceMs, recoveredMs, abandoned: false };
  return sampleTransition({
    id: '7KQ2ABCD',
    firstBadMs: sinceMs,
    state: 'confirmed',
    confirmedMs: sinceMs + 30_000,
    class: 'single_model',
    models: recoveredMs === null ? ['opus'] : [],
    evidence: { ...evidence, affected: [opus] },
    ...changes,
  });
}

function verdicts(incidents: readonly ReviewedIncident[], lateMs = 2000): readonly HealthAdvice[] {
  const row = { provider: 'anthropic', attempts: 100, timeToFirstChunkP95Ms: 900 };
  const recent = [
    { ...row, model: 'opus', bad: incidents.length > 0 ? 97 : 0 },
    { ...row, model: 'haiku', bad: 0 },
    { ...row, provider: 'openai', model: 'gpt', bad: 0 },
  ];
  const wall = sampleWall({ nowMs, lateMs, recent, incidents });
  return verdictsOf({ wall, recentMs: 60_000, incidents, overrides: [], nowMs });
}

function on(all: readonly HealthAdvice[], model: string | null, region: string | null = null): HealthAdvice {
  return verdictOn(all, { provider: 'anthropic', model, region }, 60);
}

it('vendors and models that answer are ok, each with a verdict', () => {
  const all = verdicts([]);
  expect(all.map(({ provider, model, state }) => [provider, model, state])).toEqual([
    ['anthropic', null, 'ok'],
    ['anthropic', 'haiku', 'ok'],
    ['anthropic', 'opus', 'ok'],
    ['openai', null, 'ok'],
    ['openai', 'gpt', 'ok'],
  ]);
  expect(on(all, 'opus')).toMatchObject({ scope: null, incident: null, sinceMs: null, ttlSeconds: 30 });
});

it('a model that fails is down with its reason, its vendor degraded, its neighbour ok', () => {
  const all = verdicts([incident()]);
  expect(on(all, 'opus')).toEqual({
    provider: 'anthropic',
    model: 'opus',
    region: null,
    state: 'down',
    scope: 'model',
    incident: '7KQ2ABCD',
    reasonClass: 'single_model',
    confidence: 0.97,
    reason: 'Anthropic is failing on 4 of 5 models.',
    sinceMs,
    errorShare: 0.97,
    attempts: 100,
    windowSeconds: 60,
    admitRatio: 0.05,
    retryAfterSeconds: 60,
    alternatives: [
      { provider: 'anthropic', model: 'haiku' },
      { provider: 'openai', model: 'gpt' },
    ],
    override: null,
    official: null,
    ttlSeconds: 60,
  });
  expect(on(all, null)).toMatchObject({ state: 'degraded', scope: 'model', incident: '7KQ2ABCD' });
  expect(on(all, 'haiku')).toMatchObject({ state: 'ok', incident: null });
});

it('a suspicion is believed for a short time, a recovery for a little longer', () => {
  const suspected = incident({ state: 'suspected', confirmedMs: null });
  expect(on(verdicts([suspected]), 'opus')).toMatchObject({ state: 'down', ttlSeconds: 10 });
  const recovering = incident({ state: 'recovering', recoveringMs: nowMs - 20_000 }, nowMs - 20_000);
  expect(on(verdicts([recovering]), 'opus')).toMatchObject({
    state: 'recovering',
    sinceMs: nowMs - 20_000,
    ttlSeconds: 20,
  });
});

it('late answers are degraded, no answers are down', () => {
  expect(on(verdicts([incident({ channel: 'latency', kind: 'latency' })]), 'opus').state).toBe('degraded');
  // Of what hangs nothing ends, so the share of errors says nothing of it: it is only probed.
  expect(on(verdicts([incident({ channel: 'latency', kind: 'hang' })]), 'opus')).toMatchObject({
    state: 'down',
    admitRatio: 0.02,
  });
});

it('an account fault is not the health of a vendor', () => {
  for (const channel of ['rate_limit', 'credential', 'client_error'] as const) {
    const all = verdicts([incident({ channel, class: channel, credential: 'key-1' })]);
    expect(on(all, 'opus')).toMatchObject({ state: 'ok', incident: null, admitRatio: 1 });
    expect(on(all, null)).toMatchObject({ state: 'ok', incident: null, admitRatio: 1 });
  }
});

it('a vendor that is down as a whole takes its models along as alternatives', () => {
  const all = verdicts([incident({ class: 'vendor_wide', widestClass: 'vendor_wide' })]);
  expect(on(all, null)).toMatchObject({ state: 'down', scope: 'provider', admitRatio: 0.05 });
  expect(on(all, 'opus').alternatives).toEqual([{ provider: 'openai', model: 'gpt' }]);
  expect(on(all, 'haiku').alternatives).toEqual([]);
});

it('where one region is down the whole is degraded, and the region has a verdict of its own', () => {
  const all = verdicts([incident({ class: 'vendor_region', region: 'us-east-1' })]);
  expect(on(all, 'opus')).toMatchObject({ state: 'degraded', scope: 'region', region: null, admitRatio: 1 });
  const region = { state: 'down', region: 'us-east-1', admitRatio: 0.05, errorShare: null, attempts: null };
  expect(on(all, 'opus', 'us-east-1')).toMatchObject(region);
  expect(on(all, 'opus', 'eu-west-1')).toMatchObject({ state: 'degraded', region: null });
});

it('where one of our keys is down the whole is degraded', () => {
  const all = verdicts([incident({ class: 'credential', credential: 'key-1' })]);
  // Others have other keys: nobody is told to hold anything back.
  expect(on(all, 'opus')).toMatchObject({ state: 'degraded', scope: 'credential', admitRatio: 1 });
  expect(all.filter(({ state }) => state === 'down')).toEqual([]);
});

it('what is muted or not the vendor’s fault makes no verdict bad, and the reason is told', () => {
  const muted = { mutedBy: 'failover drill', notTheVendor: null };
  const denied = { mutedBy: null, notTheVendor: { author: 'kim', text: '' } };
  expect(on(verdicts([{ ...incident(), review: muted }]), 'opus')).toMatchObject({
    state: 'unknown',
    incident: '7KQ2ABCD',
    reason: 'Anthropic is failing on 4 of 5 models. (muted: failover drill)',
    scope: null,
  });
  const all = verdicts([{ ...incident({ class: 'vendor_wide' }), review: denied }]);
  expect([on(all, null).state, on(all, 'opus').state, on(all, 'haiku').state]).toEqual([
    'ok',
    'unknown',
    'ok',
  ]);
});

it('with our own network down nothing is known of any vendor', () => {
  const network = incident({ channel: 'connection', class: 'local_network', provider: null, models: [] });
  const all = verdicts([network]);
  expect(new Set(all.map(({ state }) => state))).toEqual(new Set(['unknown']));
  expect(on(all, 'haiku')).toMatchObject({ scope: 'network', incident: '7KQ2ABCD', sinceMs });
});

it('an incident that is over is no reason any more', () => {
  const over = incident({ state: 'resolved', resolvedMs: nowMs - 1000 }, nowMs - 100_000);
  expect(on(verdicts([over]), 'opus')).toMatchObject({ state: 'ok', incident: null });
});

it('what a vendor says of itself stands with its models, and is left out when it is as old as the rest', () => {
  const recent = [
    { provider: 'anthropic', model: 'opus', attempts: 100, bad: 0, timeToFirstChunkP95Ms: 900 },
  ];
  const notice = { state: 'outage', page: 'ok', readAtMs: nowMs - 40_000 } as const;
  const saying = (lateMs: number): readonly HealthAdvice[] => {
    const wall = sampleWall({ nowMs, lateMs, recent });
    const vendors = wall.vendors.map((vendor) => ({ ...vendor, official: { ...notice, title: 'Errors' } }));
    const input = { recentMs: 60_000, incidents: [], overrides: [], nowMs };
    return verdictsOf({ wall: { ...wall, vendors }, ...input });
  };
  for (const model of [null, 'opus'])
    expect(on(saying(2000), model)).toMatchObject({ state: 'ok', admitRatio: 1, official: notice });
  expect(on(saying(61_000), 'opus')).toMatchObject({ state: 'unknown', official: null });
});

it('old data and what nobody calls are unknown, never bad', () => {
  expect(on(verdicts([incident()], 61_000), 'opus')).toMatchObject({
    state: 'unknown',
    reason: 'Nothing could be evaluated since 2026-06-22T00:58:59.000Z.',
  });
  // The clock was set back: what is judged is not what is.
  expect(on(verdicts([incident()], -61_000), 'opus')).toMatchObject({ state: 'unknown' });
  expect(on(verdicts([]), 'sonnet')).toMatchObject({ state: 'unknown', ttlSeconds: 30 });
});
