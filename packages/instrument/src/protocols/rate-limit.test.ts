import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RateLimit, readRateLimit } from './rate-limit.ts';

const nowMs = Date.parse('2026-01-01T00:00:00Z');
const read = (headers: Readonly<Record<string, string>>): RateLimit | undefined =>
  readRateLimit((name) => headers[name] ?? null, nowMs);

describe('rate limits in response heads', () => {
  it('are read from OpenAI, whose resets are durations', () => {
    expect(
      read({
        'x-ratelimit-limit-requests': '5000',
        'x-ratelimit-remaining-requests': '4999',
        'x-ratelimit-reset-requests': '12ms',
        'x-ratelimit-limit-tokens': '800000',
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '6m0s',
      }),
    ).toEqual({
      requestsLimit: 5000,
      requestsRemaining: 4999,
      tokensLimit: 800_000,
      tokensRemaining: 0,
      resetSeconds: 360,
    });
  });

  it('are read from Anthropic, whose resets are points in time', () => {
    expect(
      read({
        'anthropic-ratelimit-requests-limit': '50',
        'anthropic-ratelimit-requests-remaining': '49',
        'anthropic-ratelimit-requests-reset': '2026-01-01T00:00:30Z',
        'anthropic-ratelimit-tokens-remaining': '1000',
        'anthropic-ratelimit-tokens-reset': '2025-12-31T23:59:00Z',
      }),
    ).toMatchObject({ requestsLimit: 50, requestsRemaining: 49, tokensRemaining: 1000, resetSeconds: 30 });
  });

  it.each([
    ['Groq', { 'x-ratelimit-reset-requests': '2m59.56s' }, { resetSeconds: 179.56 }],
    ['seconds', { 'x-ratelimit-reset-tokens': '7.5' }, { resetSeconds: 7.5 }],
    ['Mistral', { 'x-ratelimit-remaining-req-minute': '3' }, { requestsRemaining: 3 }],
    [
      'older Mistral',
      { 'ratelimitbysize-remaining': '9', 'ratelimitbysize-reset': '20' },
      { tokensRemaining: 9 },
    ],
    ['OpenRouter', { 'x-ratelimit-reset': String(nowMs + 4000) }, { resetSeconds: 4 }],
    ['Unix seconds', { 'x-ratelimit-reset': String(nowMs / 1000 + 4) }, { resetSeconds: 4 }],
    ['a day and more', { 'x-ratelimit-reset-requests': '1d2h' }, { resetSeconds: 93_600 }],
  ])('are read from %s', (_, headers, expected) => {
    expect(read(headers)).toMatchObject(expected);
  });

  it('stay unknown where nothing is said, or nothing that can be read', () => {
    expect(read({})).toBeUndefined();
    expect(read({ 'x-ratelimit-limit-requests': '', 'x-ratelimit-reset-requests': 'soon' })).toBeUndefined();
    expect(read({ 'x-ratelimit-remaining-requests': '3' })?.tokensRemaining).toBeUndefined();
  });

  it('are never negative and never throw, whatever a header holds', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const limit = readRateLimit(() => text, nowMs);
        for (const value of Object.values(limit ?? {}))
          if (value !== undefined) expect(value).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
