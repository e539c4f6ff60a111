import { expect, it } from 'vitest';
import type { HealthOverride } from '../../model/health-override.ts';
import { applyOverrides } from './override.ts';
import { type HealthAdvice, unknown } from './verdict.ts';
import { verdictOn } from './verdicts.ts';

const nowMs = Date.parse('2026-06-22T01:00:00Z');
const minuteMs = 60_000;
const at = { nowMs, windowSeconds: 60 };

function calm(provider: string, model: string | null): HealthAdvice {
  return {
    ...unknown({ provider, model }, 'It answers as usual.', 60),
    state: 'ok',
    errorShare: 0,
    attempts: 100,
  };
}

const found = [calm('anthropic', null), calm('anthropic', 'opus'), calm('anthropic', 'haiku')];

function override(changes: Partial<HealthOverride> = {}): HealthOverride {
  return {
    ...{
      id: 'a',
      provider: 'anthropic',
      model: 'opus',
      state: 'down',
      reason: 'told by phone',
      author: 'kim',
    },
    ...{ createdMs: nowMs - minuteMs, untilMs: nowMs + 10 * minuteMs, endedMs: null },
    ...changes,
  };
}

const states = (overrides: readonly HealthOverride[]): readonly string[] =>
  applyOverrides(found, overrides, at).map(({ state }) => state);

it('says who says so, why, until when and what the detector says, and may send nothing at all', () => {
  const [, opus] = applyOverrides(found, [override()], at);
  expect(opus).toEqual({
    ...found[1],
    state: 'down',
    scope: 'model',
    reason: 'kim set it to down until 2026-06-22T01:10:00.000Z: told by phone',
    sinceMs: nowMs - minuteMs,
    admitRatio: 0,
    retryAfterSeconds: 60,
    override: {
      id: 'a',
      author: 'kim',
      reason: 'told by phone',
      untilMs: nowMs + 10 * minuteMs,
      replaces: 'ok',
    },
    ttlSeconds: 60,
  });
});

it('about a vendor holds for its models, unless they have one of their own', () => {
  const whole = override({ id: 'w', model: null });
  expect(states([whole])).toEqual(['down', 'down', 'down']);
  expect(states([whole, override({ state: 'ok' })])).toEqual(['down', 'ok', 'down']);
});

it('the newest counts, and none that is over or taken back', () => {
  expect(states([override({ id: 'b', state: 'degraded', createdMs: nowMs }), override()])[1]).toBe(
    'degraded',
  );
  expect(states([override({ untilMs: nowMs })])[1]).toBe('ok');
  expect(states([override({ endedMs: nowMs - 1 })])[1]).toBe('ok');
});

it('is believed no longer than it holds', () => {
  const [, opus] = applyOverrides(found, [override({ untilMs: nowMs + 1500 })], at);
  expect(opus).toMatchObject({ ttlSeconds: 2, retryAfterSeconds: 2 });
});

it('can speak of what nobody calls, and of every model of such a vendor', () => {
  const said = applyOverrides(found, [override({ provider: 'mistral_ai', model: null })], at);
  expect(said.at(-1)).toMatchObject({ provider: 'mistral_ai', model: null, state: 'down', attempts: null });
  const unheardOf = { provider: 'mistral_ai', model: 'large', region: null };
  expect(verdictOn(said, unheardOf, 60)).toMatchObject({ ...unheardOf, state: 'down', admitRatio: 0 });
});
