import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  barHeight,
  labelledTicks,
  onsetTicks,
  stripHeight,
  stripShape,
  timeTicks,
  toneOf,
} from './strip-geometry.ts';

const minute = 60_000;
/** 21:50 to 00:50 UTC. */
const axis = { startMs: Date.UTC(2026, 5, 21, 21, 50), cellMs: 2 * minute, cells: 90 };
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the height of a bar', () => {
  it('is the error share: all of the strip when every attempt failed, a line when none did', () => {
    expect(barHeight(1)).toBe(stripHeight);
    expect(barHeight(0)).toBeLessThan(2);
    expect(Math.abs(barHeight(0.5) - (barHeight(0) + stripHeight) / 2)).toBeLessThan(0.1);
  });

  it('never falls when the share rises, and shows ten percent clearly above none', () => {
    fc.assert(
      fc.property(share, share, (a, b) => {
        expect(barHeight(Math.max(a, b))).toBeGreaterThanOrEqual(barHeight(Math.min(a, b)));
      }),
    );
    expect(barHeight(0.1)).toBeGreaterThan(barHeight(0) * 2);
  });

  it('stays inside the strip whatever the collector sends', () => {
    expect(barHeight(1.7)).toBe(stripHeight);
    expect(barHeight(-0.2)).toBe(barHeight(0));
  });
});

describe('a strip', () => {
  it('draws a cell without traffic as a dot and not as a bar of zero', () => {
    const { bars, gaps } = stripShape([0, null]);
    expect(bars.quiet).toBe('M1 30v-1.5h8v1.5z');
    expect(gaps).toBe('M13.5 30v-1.5h3v1.5z');
  });

  it('has every cell exactly once, each within its own column', () => {
    fc.assert(
      fc.property(fc.array(fc.option(share)), (shares) => {
        const { bars, gaps, width } = stripShape(shares);
        const paths = bars.quiet + bars.raised + bars.failing + gaps;
        const columns = [...paths.matchAll(/M([\d.]+) /g)].map((match) => Math.floor(Number(match[1]) / 10));
        expect(columns.sort((a, b) => a - b)).toEqual(shares.map((_, index) => index));
        expect(width).toBe(shares.length * 10);
      }),
    );
  });

  it('is red only from half of all attempts on', () => {
    expect([0, 0.049, 0.05, 0.499, 0.5, 1].map(toneOf)).toEqual([
      'quiet',
      'quiet',
      'raised',
      'raised',
      'failing',
      'failing',
    ]);
  });
});

describe('the axis', () => {
  it('marks full hours', () => {
    const hours = timeTicks(axis);
    expect(hours.map(({ atMs }) => new Date(atMs).getUTCHours())).toEqual([22, 23, 0]);
    expect(hours[0]?.position).toBeCloseTo(10 / 180);
  });

  it('thins the hours of a long axis to what a phone can show', () => {
    const day = { startMs: axis.startMs, cellMs: 16 * minute, cells: 90 };
    expect(timeTicks(day).length).toBeLessThanOrEqual(6);
    expect(timeTicks(day).length).toBeGreaterThan(3);
  });

  it('marks minutes where there is no full hour, and days where hours would say nothing', () => {
    const marks = (cells: number, cellMs: number): string[] =>
      timeTicks({ startMs: axis.startMs, cellMs, cells }).map(({ atMs }) =>
        new Date(atMs).toISOString().slice(8, 16),
      );
    expect(marks(15, minute)).toEqual(['21T21:50', '21T21:55', '21T22:00']);
    expect(marks(84, 120 * minute)).toEqual(['22T00:00', '24T00:00', '26T00:00', '28T00:00']);
  });

  it('gives the beginning of an incident its label before an hour that is too close to it', () => {
    const onsets = onsetTicks([Date.UTC(2026, 5, 22, 0, 5)], axis);
    const labels = labelledTicks(onsets, timeTicks(axis)).map(({ atMs }) =>
      new Date(atMs).toISOString().slice(11, 16),
    );
    expect(labels).toEqual(['00:05', '22:00', '23:00']);
  });

  it('leaves out incidents that began before it', () => {
    expect(onsetTicks([axis.startMs - minute], axis)).toEqual([]);
  });
});
