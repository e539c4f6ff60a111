import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricPoint } from '../../decode/metric.ts';
import { pointOf } from './metric.fixture.ts';
import { createSeriesMemory, type Gain, type SeriesMemory } from './series-memory.ts';

const secondNs = 1_000_000_000n;

/** `count` calls so far, `seconds` after the series began, which was `start` seconds after the memory did. */
function at(seconds: number, count: number, fields: Partial<MetricPoint> = {}, start = 0): MetricPoint {
  const startUnixNano = BigInt(start) * secondNs;
  const timeUnixNano = startUnixNano + BigInt(seconds) * secondNs;
  const buckets = count === 0 ? [] : [{ lower: 1, upper: 2, count }];
  return pointOf({}, { startUnixNano, timeUnixNano, count, sum: count * 1.5, buckets, ...fields });
}

function tell(memory: SeriesMemory, point: MetricPoint, series = 'series'): Gain {
  const draft = memory.begin();
  const gain = draft.gain(series, point);
  draft.commit();
  return gain;
}

const gained = (count: number): unknown => ({ kind: 'gain', measured: expect.objectContaining({ count }) });

describe('a cumulative series', () => {
  it('counts from its first point when it began after this process did', () => {
    const memory = createSeriesMemory(0);
    expect(tell(memory, at(60, 5))).toEqual(gained(5));
    expect(tell(memory, at(120, 8))).toEqual({
      kind: 'gain',
      measured: { count: 3, sum: 4.5, buckets: [{ lower: 1, upper: 2, count: 3 }] },
    });
    expect(tell(memory, at(180, 8))).toEqual(gained(0));
  });

  it('counts from its second point when it is older: an earlier process may have stored the first ones', () => {
    const memory = createSeriesMemory(10_000);
    expect(tell(memory, at(60, 500))).toEqual({ kind: 'baseline' });
    expect(tell(memory, at(120, 507))).toEqual(gained(7));
  });

  it('whose beginning nobody tells counts from its second point', () => {
    const memory = createSeriesMemory(1);
    expect(tell(memory, at(60, 500, { startUnixNano: 0n }))).toEqual({ kind: 'baseline' });
  });

  it('counts nothing for a point that is sent again, or comes late', () => {
    const memory = createSeriesMemory(0);
    tell(memory, at(60, 5));
    tell(memory, at(120, 8));
    expect(tell(memory, at(120, 8))).toEqual({ kind: 'repeated' });
    expect(tell(memory, at(60, 5))).toEqual({ kind: 'repeated' });
    expect(tell(memory, at(180, 9))).toEqual(gained(1));
  });

  it('that falls began again from zero', () => {
    const memory = createSeriesMemory(0);
    tell(memory, at(60, 50));
    expect(tell(memory, at(120, 3))).toEqual(gained(3));
    expect(tell(memory, at(180, 4))).toEqual(gained(1));
  });

  it('whose sum falls by what it is rounded by goes on', () => {
    const memory = createSeriesMemory(0);
    tell(memory, at(60, 1_000, { sum: 300.1 }));
    expect(tell(memory, at(120, 1_000, { sum: 300.1 - 1e-13 }))).toEqual(gained(0));
    expect(tell(memory, at(180, 1_001, { sum: 300.1 - 2e-13 }))).toEqual({
      kind: 'gain',
      measured: { count: 1, sum: 0, buckets: [{ lower: 1, upper: 2, count: 1 }] },
    });
  });

  it.each([
    ['holds less', [{ lower: 1, upper: 2, count: 3 }]],
    ['holds nothing', []],
  ])('of which a bucket %s began again, however much it has counted since', (_, left) => {
    const memory = createSeriesMemory(0);
    tell(memory, at(60, 5));
    const buckets = [...left, { lower: 4, upper: 8, count: 9 - left.length * 3 }];
    expect(tell(memory, at(120, 9, { buckets }))).toMatchObject({ measured: { count: 9, buckets } });
  });

  it('whose buckets are told only now and then keeps its count and its sum', () => {
    const memory = createSeriesMemory(0);
    tell(memory, at(60, 5));
    expect(tell(memory, at(120, 6, { buckets: [] }))).toMatchObject({ measured: { count: 1, buckets: [] } });
    expect(tell(memory, at(180, 8))).toMatchObject({ measured: { count: 2, buckets: [] } });
  });

  it('of a sum, which has no count, falls by its sum', () => {
    const memory = createSeriesMemory(0);
    const sum = (seconds: number, value: number): MetricPoint => at(seconds, 0, { sum: value });
    tell(memory, sum(60, 900));
    expect(tell(memory, sum(120, 1_000))).toMatchObject({ measured: { sum: 100 } });
    expect(tell(memory, sum(180, 30))).toMatchObject({ measured: { sum: 30 } });
  });

  it('whose bounds change keeps its count and its sum', () => {
    const memory = createSeriesMemory(0);
    tell(memory, at(60, 4));
    const rescaled = at(120, 6, { buckets: [{ lower: 1, upper: 4, count: 6 }] });
    expect(tell(memory, rescaled)).toEqual({ kind: 'gain', measured: { count: 2, sum: 3, buckets: [] } });
  });

  it('stands still until its request is stored', () => {
    const memory = createSeriesMemory(0);
    expect(memory.begin().gain('series', at(60, 5))).toEqual(gained(5));
    expect(tell(memory, at(60, 5))).toEqual(gained(5));
  });

  it('moves on within one request', () => {
    const draft = createSeriesMemory(0).begin();
    const gains = [at(60, 5), at(120, 8), at(60, 5)].map((point) => draft.gain('series', point));
    expect(gains).toEqual([gained(5), gained(3), { kind: 'repeated' }]);
  });

  it('that was forgotten for want of room does not count from zero when it comes again', () => {
    const memory = createSeriesMemory(0, { seriesMax: 2 });
    tell(memory, at(60, 5, {}, 100), 'a');
    tell(memory, at(60, 5, {}, 100), 'b');
    tell(memory, at(120, 6, {}, 100), 'a');
    tell(memory, at(60, 5, {}, 200), 'c');
    expect(tell(memory, at(120, 6, {}, 100), 'b')).toEqual({ kind: 'baseline' });
    expect(tell(memory, at(60, 5, {}, 101), 'younger')).toEqual(gained(5));
  });
});

it('series are forgotten for want of room by how many buckets they have', () => {
  const memory = createSeriesMemory(0, { bucketsMax: 4 });
  const buckets = [1, 2, 4].map((lower) => ({ lower, upper: lower * 2, count: 1 }));
  tell(memory, at(60, 1), 'oldest');
  tell(memory, at(60, 3, { buckets }), 'wide');
  expect(tell(memory, at(120, 2), 'oldest')).toEqual(gained(1));
  tell(memory, at(60, 1), 'another');
  expect(tell(memory, at(120, 4, { buckets }), 'wide')).toEqual({ kind: 'baseline' });
});

interface Step {
  readonly more: number;
  readonly fate: 'stored' | 'refused' | 'twice' | 'late';
}

/** One run of a counter: what the memory made of it, and what it had counted when it was last stored. */
function play(memory: SeriesMemory, run: number, steps: readonly Step[]): { counted: number; told: number } {
  let [counted, told, total] = [0, 0, 0];
  const send = (point: MetricPoint): void => {
    const gain = tell(memory, point, `run ${run}`);
    if (gain.kind === 'gain') counted += gain.measured.count;
  };
  let before = at(0, 0, {}, run);
  for (const [index, { more, fate }] of steps.entries()) {
    total += more;
    const point = at(index + 1, total, {}, run);
    if (fate === 'refused') memory.begin().gain(`run ${run}`, point);
    else {
      told = total;
      send(point);
      if (fate === 'twice') send(point);
      if (fate === 'late') send(before);
    }
    before = point;
  }
  return { counted, told };
}

it('however often batches are refused, repeated and come late, each call counts once', () => {
  const fate = fc.constantFrom('stored', 'refused', 'twice', 'late');
  const steps = fc.array(fc.record({ more: fc.nat(20), fate }), { maxLength: 12 });
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 4 }), (runs) => {
      const memory = createSeriesMemory(0);
      for (const [run, each] of runs.entries()) {
        const { counted, told } = play(memory, run, each);
        expect(counted).toBe(told);
      }
    }),
  );
});
