import { expect, it } from 'vitest';
import type { Incident } from '../model/incident.ts';
import type { ReviewedIncident } from '../model/incident-review.ts';
import { sampleTransition } from '../store/samples.fixture.ts';
import { type AlertBook, emptyAlertBook, updateAlertBook } from './alert-book.ts';

const firstBadMs = Date.parse('2026-06-22T00:37:06Z');
const confirmedMs = firstBadMs + 30_000;

function incident(changes: Partial<Incident>): ReviewedIncident {
  return sampleTransition({ id: '7KQ2ABCD', firstBadMs, ...changes });
}

function update(book: AlertBook, nowMs: number, incidents: readonly ReviewedIncident[]): AlertBook {
  return updateAlertBook(book, { incidents, slos: [], nowMs, publicUrl: 'https://faultline.example' });
}

it('does not page for what is muted or not the vendor, neither its beginning nor its end', () => {
  const muted = { mutedBy: 'failover drill', notTheVendor: null };
  const denied = { mutedBy: null, notTheVendor: { author: 'kim', text: '' } };
  for (const review of [muted, denied]) {
    const open = { ...incident({ state: 'confirmed', confirmedMs }), review };
    const book = update(emptyAlertBook, confirmedMs, [open]);
    const over = { ...incident({ state: 'resolved', confirmedMs, resolvedMs: confirmedMs + 1 }), review };
    expect([book.alerts, update(book, confirmedMs + 2000, [over]).alerts]).toEqual([[], []]);
  }
});

it('ends an alert that is out when somebody says that it is not the vendor, says why, and pages again if that is taken back', () => {
  const confirmed = incident({ state: 'confirmed', confirmedMs });
  const review = { mutedBy: null, notTheVendor: { author: 'kim', text: 'our proxy' } };
  const fired = update(emptyAlertBook, confirmedMs, [confirmed]);
  const denied = update(fired, confirmedMs + 2000, [{ ...confirmed, review }]);
  expect(denied.alerts).toMatchObject([
    {
      labels: { alertname: 'LLMProviderIncident' },
      annotations: { ended_because: 'not the vendor, says kim: our proxy' },
      endsAtMs: confirmedMs + 2000,
    },
  ]);
  const again = update(denied, confirmedMs + 4000, [confirmed]);
  const startsAtMs = confirmedMs + 4000;
  expect(again.alerts).toMatchObject([{ startsAtMs, endsAtMs: null }]);
  expect(again.alerts[0]?.annotations).not.toHaveProperty('ended_because');
  const over = incident({ state: 'resolved', confirmedMs, resolvedMs: confirmedMs + 6000 });
  expect(update(again, confirmedMs + 6000, [over]).alerts).toMatchObject([
    { startsAtMs, endsAtMs: confirmedMs + 6000 },
  ]);
});

it('knows after any time that an alert was out before it was muted', () => {
  const confirmed = incident({ state: 'confirmed', confirmedMs });
  const muted = { ...confirmed, review: { mutedBy: 'failover drill', notTheVendor: null } };
  let book = update(emptyAlertBook, confirmedMs, [confirmed]);
  for (const minutes of [1, 20, 40]) book = update(book, confirmedMs + minutes * 60_000, [muted]);
  expect(book.alerts).toMatchObject([{ endsAtMs: confirmedMs + 60_000 }]);
  const afterwardsMs = confirmedMs + 41 * 60_000;
  expect(update(book, afterwardsMs, [confirmed]).alerts).toMatchObject([
    { startsAtMs: afterwardsMs, endsAtMs: null },
  ]);
});
