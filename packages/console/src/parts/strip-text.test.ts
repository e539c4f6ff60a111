import { describe, expect, it } from 'vitest';
import { plain } from '../plain.fixture.ts';
import { describeStrip, highestOf, stripColumns } from './strip-text.ts';

const minute = 60_000;
const axis = { startMs: Date.UTC(2026, 5, 22, 0, 0), cellMs: 2 * minute, cells: 10 };
const say = (shares: readonly (number | null)[]): string => plain(describeStrip(shares, axis));

describe('the sentence of a strip', () => {
  it('says that nothing happened', () => {
    expect(say([0, 0.01, 0, 0, 0, 0, 0, 0, 0, 0])).toBe(
      'Error share over the last 20 min: at most 1.0 %. Never 5.0 % or more.',
    );
  });

  it('says since when it fails', () => {
    expect(say([0, 0, 0, 0, 0, 0, 0, 0.9, 0.98, 0.97])).toBe(
      'Error share over the last 20 min: at most 98.0 %. 5.0 % or more since 00:14 UTC.',
    );
  });

  it('names the last three of many episodes and counts the rest', () => {
    expect(say([0.1, 0, 0.1, 0, 0.1, 0, 0.1, 0.1, 0, 0])).toContain(
      '5.0 % or more from 00:04 to 00:06 UTC, from 00:08 to 00:10 UTC, from 00:12 to 00:16 UTC, and 1 before.',
    );
  });

  it('keeps no traffic apart from no errors', () => {
    expect(say([null, null, 0, 0, 0, 0, 0, 0, 0, 0])).toContain('No traffic in 4 min of it.');
    expect(say(Array(10).fill(null))).toBe('No traffic in the last 20 min.');
  });

  it('does not end an episode where traffic pauses', () => {
    expect(say([0, 0, 0.9, null, 0.9, 0, 0, 0, 0, 0])).toContain('5.0 % or more from 00:04 to 00:10 UTC.');
  });
});

describe('the sentence of a strip of days', () => {
  it('names the day of each time', () => {
    const week = { startMs: axis.startMs, cellMs: 120 * minute, cells: 84 };
    const shares = Array.from({ length: 84 }, (_, cell) => (cell === 13 ? 0.4 : 0));
    expect(plain(describeStrip(shares, week, true))).toBe(
      'Error share over these 7 d: at most 40.0 %. 5.0 % or more from 23 Jun 02:00 to 23 Jun 04:00 UTC.',
    );
  });
});

describe('the strips in numbers', () => {
  it('cover every cell once, in at most six columns', () => {
    const columns = stripColumns({ ...axis, cells: 91 });
    expect(columns.length).toBeLessThanOrEqual(6);
    expect(columns.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i))).toEqual(
      Array.from({ length: 91 }, (_, index) => index),
    );
  });

  it('give the highest share of a column and nothing where there was no traffic', () => {
    const { from, to } = { from: 1, to: 3 };
    expect(highestOf([0.9, 0.2, null, 0.8].slice(from, to))).toBe(0.2);
    expect(highestOf([0.9, null, null, 0.8].slice(from, to))).toBeNull();
  });
});
