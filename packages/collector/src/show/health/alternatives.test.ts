import { expect, it } from 'vitest';
import { withAlternatives } from './alternatives.ts';
import { type HealthAdvice, unknown } from './verdict.ts';

function advice(model: string | null, changes: Partial<HealthAdvice> = {}): HealthAdvice {
  return { ...unknown({ provider: 'anthropic', model }, '', 60), state: 'ok', attempts: 100, ...changes };
}

const down = { state: 'down' } as const;
const inRegion = { ...down, region: 'us-east-1', attempts: null } as const;

function alternativesToOpus(...others: readonly HealthAdvice[]): readonly unknown[] {
  const opus = advice('opus', inRegion);
  return withAlternatives([opus, advice('haiku'), ...others])[0]?.alternatives ?? [];
}

it('a vendor that is down in one region serves its other models', () => {
  const haiku = { provider: 'anthropic', model: 'haiku' };
  expect(alternativesToOpus(advice(null, { state: 'degraded' }), advice(null, inRegion))).toEqual([haiku]);
  expect(alternativesToOpus(advice(null, down))).toEqual([]);
});
