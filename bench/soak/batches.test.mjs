import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readSpans } from '../../test/support/otlp-spans.ts';
import { createBatches } from './batches.mjs';
import { createFleet } from './fleet.mjs';
import { createSpanRequests } from './otlp.mjs';

const exporter = { service: 'checkout', instance: 'checkout-0' };
const model = { provider: 'anthropic', model: 'claude-opus-4-8', share: 1, latencyMs: 1000, spread: 0.1 };

describe('batches of a fleet', () => {
  it('hold each attempt when it has ended, under ids that name the batch', () => {
    const requests = createSpanRequests(exporter);
    const batches = createBatches(4, requests);
    const fleet = createFleet(() => 0.5);
    batches.begin(100);
    batches.addCall(model, fleet.attempts(model, 99_500));
    batches.addCall(model, [
      { outcome: 'overloaded', status: 529, durationMs: 400, endMs: 99_600 },
      { outcome: 'ok', status: 200, durationMs: 900, endMs: 101_200 },
    ]);
    const first = batches.take(100);
    batches.begin(101);
    const between = batches.take(101);
    batches.begin(102);
    const last = batches.take(102);

    expect([first, between, last].map(({ batch, calls, attempts }) => [batch, calls, attempts])).toEqual([
      ['0500000001', 1, 2],
      ['0500000002', 0, 0],
      ['0500000003', 1, 1],
    ]);
    const read = ({ spans }) => readSpans(gunzipSync(gzipSync(requests.request(spans))));
    const [ok, failed] = read(first);
    const [retried] = read(last);
    expect([ok, failed].map(({ id }) => id.slice(0, 10))).toEqual([first.batch, first.batch]);
    expect(retried.id.slice(0, 10)).toBe(last.batch);
    expect(failed.parentId).toBe(retried.id);
    expect(failed.attributes).toMatchObject({
      'faultline.span.role': 'attempt',
      'faultline.outcome': 'overloaded',
      'http.response.status_code': 529,
    });
    expect(retried.attributes).toMatchObject({ 'faultline.attempts': 2, 'faultline.outcome': 'ok' });
  });

  it('fail nearly all of a vendor in an outage, after three attempts, and leave the others alone', () => {
    const fleet = createFleet(Math.random);
    fleet.setOutage({ provider: 'anthropic', outcome: 'overloaded' });
    const calls = Array.from({ length: 2000 }, () => fleet.attempts(model, 0));
    const failed = calls.filter((attempts) => attempts.at(-1).outcome === 'overloaded');
    expect(failed.every(({ length }) => length === 3)).toBe(true);
    expect(failed.length / calls.length).toBeGreaterThan(0.75);
    const others = Array.from({ length: 2000 }, () => fleet.attempts({ ...model, provider: 'openai' }, 0));
    expect(others.filter((attempts) => attempts.at(-1).outcome === 'ok').length).toBeGreaterThan(1900);
  });
});
