import { expect, it } from 'vitest';
import type { Incident } from '../model/incident.ts';
import type { Remark } from '../model/remark.ts';
import { sampleTransition } from '../store/samples.fixture.ts';
import { mutedBy } from './mute.ts';
import { reviewIncidents } from './review.ts';
import type { Correction } from './slo/corrections.ts';

const nowMs = Date.parse('2026-06-22T02:30:00Z');
const hourMs = 3_600_000;

function incident(changes: Partial<Incident> = {}): Incident {
  return sampleTransition({ id: 'A', firstBadMs: nowMs - 60_000, models: ['opus'], ...changes }).incident;
}

/** Two to three o'clock. */
function maintenance(match: Correction['match'], changes: Partial<Correction> = {}): Correction {
  return {
    match,
    startLocal: '2026-06-22T02:00:00',
    timeZone: 'UTC',
    durationSeconds: 3600,
    rrule: null,
    reason: 'failover drill',
    ...changes,
  };
}

it('an incident of a vendor or model under maintenance is muted, with the reason, and no other is', () => {
  for (const match of [{}, { provider: 'anthropic' }, { model: 'opus' }])
    expect(mutedBy(incident(), [maintenance(match)], nowMs)).toBe('failover drill');
  for (const match of [{ provider: 'openai' }, { provider: 'anthropic', model: 'haiku' }])
    expect(mutedBy(incident(), [maintenance(match)], nowMs)).toBeNull();
  expect(mutedBy(incident(), [], nowMs)).toBeNull();
});

it('an incident that also concerns another model pages, until that one is under maintenance too', () => {
  const both = incident({ models: ['opus', 'haiku'] });
  const opus = maintenance({ model: 'opus' });
  expect(mutedBy(both, [opus], nowMs)).toBeNull();
  const haiku = maintenance({ model: 'haiku' }, { reason: 'new quota' });
  expect(mutedBy(both, [opus, haiku], nowMs)).toBe('failover drill; new quota');
});

it('maintenance of one service or environment mutes nothing: others call the vendor as well', () => {
  expect(mutedBy(incident(), [maintenance({ service: 'shop' })], nowMs)).toBeNull();
  expect(mutedBy(incident(), [maintenance({ environment: 'staging' })], nowMs)).toBeNull();
});

it('our own network is muted only by a maintenance of everything', () => {
  const network = incident({ provider: null, class: 'local_network', models: [] });
  expect(mutedBy(network, [maintenance({ provider: 'anthropic' })], nowMs)).toBeNull();
  expect(mutedBy(network, [maintenance({})], nowMs)).toBe('failover drill');
});

it('an incident that outlasts the maintenance pages, one that ended in it stays muted', () => {
  const drill = [maintenance({})];
  expect(mutedBy(incident(), drill, nowMs + hourMs)).toBeNull();
  const over = incident({ state: 'resolved', resolvedMs: nowMs, models: [] });
  expect(mutedBy(over, drill, nowMs + hourMs)).toBe('failover drill');
});

it('maintenance may recur', () => {
  const weekly = [maintenance({}, { startLocal: '2026-06-01T02:00:00', rrule: 'FREQ=WEEKLY;BYDAY=MO' })];
  expect(mutedBy(incident(), weekly, nowMs)).toBe('failover drill');
  expect(mutedBy(incident(), weekly, nowMs + 24 * hourMs)).toBeNull();
});

it('the newest feedback counts: who said that it is not the vendor may take it back', () => {
  const said = (atMs: number, verdict: 'not_the_vendor' | 'right'): Remark => ({
    ...{ id: String(atMs), incidentId: 'A', author: 'kim', text: 'our proxy' },
    ...{ kind: 'feedback', atMs, verdict },
  });
  const explained = { incident: incident(), sentence: '' };
  const reviewOf = (remarks: readonly Remark[]) =>
    reviewIncidents([explained], { maintenances: [], remarks, nowMs })[0]?.review;
  expect(reviewOf([said(1, 'not_the_vendor')])).toMatchObject({ notTheVendor: { author: 'kim' } });
  expect(reviewOf([said(1, 'not_the_vendor'), said(2, 'right')])).toEqual({
    mutedBy: null,
    notTheVendor: null,
  });
  expect(reviewOf([{ ...said(1, 'not_the_vendor'), incidentId: 'B' }])?.notTheVendor).toBeNull();
});
