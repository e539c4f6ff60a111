import { expect, it } from 'vitest';
import { thresholdOnEdge } from './threshold.ts';

const edges = [0, 100, 200, 500, 1000];

it('a threshold between edges is moved to the next one, and one beyond the last is none', () => {
  expect(thresholdOnEdge(500, edges)).toBe(500);
  expect(thresholdOnEdge(501, edges)).toBe(1000);
  expect(thresholdOnEdge(1001, edges)).toBeUndefined();
});
