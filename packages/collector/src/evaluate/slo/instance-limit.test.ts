import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noEvents, type SloInstance } from '../../model/slo.ts';
import { withinLimit } from './instance-limit.ts';
import type { CountedInstance } from './instances.ts';

const windows = [300, 3_600, 86_400];

/** Called last within the window of this index, as often as said. */
function instance(id: string, newest: number, calls = 1): CountedInstance {
  return {
    instance: { id } as SloInstance,
    countsOf: (seconds) => (seconds >= (windows[newest] ?? Infinity) ? { good: calls, bad: 0 } : noEvents),
  };
}

function kept(
  instances: readonly CountedInstance[],
  max: number,
  alerting: readonly string[] = [],
): string[] {
  const limited = withinLimit(instances, max, windows, (counted) => alerting.includes(counted.instance.id));
  return limited.kept.map(({ instance: { id } }) => id);
}

describe('a limit of service levels', () => {
  it('leaves out what was called longest ago, and of those that were called lately the quietest', () => {
    const instances = [
      instance('old', 2, 9_000),
      instance('busy', 0, 50),
      instance('typo', 0),
      instance('hour', 1),
    ];
    expect(kept(instances, 3)).toEqual(['busy', 'typo', 'hour']);
    expect(kept(instances, 1)).toEqual(['busy']);
  });

  it('never takes away one that has an alert out', () => {
    const instances = [instance('a', 0), instance('b', 2), instance('c', 2), instance('d', 0, 5)];
    expect(kept(instances, 1, ['b', 'c'])).toEqual(['b', 'c']);
    expect(kept(instances, 3, ['b'])).toEqual(['a', 'b', 'd']);
  });

  it('says how many it left out, and leaves out no more than it must', () => {
    const some = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 9 })), { maxLength: 30 });
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 40 }), (given, max) => {
        const instances = given.map(([newest, calls], index) => instance(`i${index}`, newest, calls));
        const limited = withinLimit(instances, max, windows, () => false);
        expect(limited.kept).toHaveLength(Math.min(max, instances.length));
        expect(limited.omitted).toBe(instances.length - limited.kept.length);
        expect(limited.kept).toEqual(instances.filter((each) => limited.kept.includes(each)));
      }),
    );
  });
});
