import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs } from './grid.ts';
import { windowPieces } from './window-slices.ts';

const untilMs = Date.UTC(2026, 5, 22, 0, 37);

test('five minutes and an hour are read by the minute and share no time', () => {
  expect(windowPieces(untilMs, [300, 3_600], 0)).toEqual([
    { slice: 0, excludedBy: [], grainMs: minuteMs, sinceMs: untilMs - 5 * minuteMs, untilMs },
    {
      slice: 1,
      excludedBy: [],
      grainMs: minuteMs,
      sinceMs: untilMs - 60 * minuteMs,
      untilMs: untilMs - 5 * minuteMs,
    },
  ]);
});

test('a month is full days, the hours beside them, and minutes at its edges', () => {
  const pieces = windowPieces(untilMs, [30 * 86_400], 0);
  expect(pieces.map(({ grainMs }) => grainMs)).toEqual([minuteMs, hourMs, dayMs, minuteMs]);
  expect(pieces[2]).toEqual({
    slice: 0,
    excludedBy: [],
    grainMs: dayMs,
    sinceMs: Date.UTC(2026, 4, 24),
    untilMs: Date.UTC(2026, 5, 22),
  });
});

test('where minutes have expired a window begins at the hour before', () => {
  const [first] = windowPieces(untilMs, [90 * 86_400], untilMs - 44 * dayMs);
  expect(first).toEqual({
    slice: 0,
    excludedBy: [],
    grainMs: dayMs,
    sinceMs: Date.UTC(2026, 2, 24),
    untilMs: Date.UTC(2026, 5, 22),
  });
});

const minutes = fc.integer({ min: 1, max: 60 * 24 * 40 });
/** Some before, some in and some after the windows. */
const excluded = fc.array(
  fc.tuple(minutes, minutes).map(([before, length]) => {
    const sinceMs = untilMs - before * minuteMs;
    return { sinceMs, untilMs: sinceMs + length * minuteMs };
  }),
  { maxLength: 4 },
);

test('pieces cover each window exactly once, each on its own grid', () => {
  fc.assert(
    fc.property(
      minutes,
      fc.uniqueArray(minutes, { minLength: 1, maxLength: 8 }),
      excluded,
      (start, lengths, ranges) => {
        const end = untilMs + start * minuteMs;
        const windows = lengths.map((length) => length * 60).sort((a, b) => a - b);
        const pieces = [...windowPieces(end, windows, 0, ranges)].sort((a, b) => b.untilMs - a.untilMs);
        let edgeMs = end;
        for (const piece of pieces) {
          expect(piece.untilMs).toBe(edgeMs);
          expect(piece.sinceMs % piece.grainMs).toBe(0);
          expect(piece.untilMs % piece.grainMs).toBe(0);
          expect(piece.sinceMs).toBeGreaterThanOrEqual(end - (windows[piece.slice] ?? 0) * 1000);
          for (const [index, { sinceMs, untilMs: endMs }] of ranges.entries()) {
            const isOutside = piece.untilMs <= sinceMs || piece.sinceMs >= endMs;
            expect(piece.excludedBy.includes(index)).toBe(!isOutside);
          }
          edgeMs = piece.sinceMs;
        }
        expect(edgeMs).toBe(end - Math.max(...windows) * 1000);
      },
    ),
  );
});
