import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFingerprintCap } from './fingerprint-cap.ts';

describe('failures of one request', () => {
  it('count twice within 300 s, then repeat', () => {
    const cap = createFingerprintCap();
    const seconds = [0, 10, 20, 299, 300, 301, 311];
    const repeats = seconds.map((second) => cap.isRepeat('job', `attempt ${second}`, second * 1000));
    expect(repeats).toEqual([false, false, true, true, false, true, false]);
  });

  it('are told from those of other requests', () => {
    const cap = createFingerprintCap();
    const jobs = ['a', 'b', 'c', 'a', 'b', 'c'];
    expect(jobs.map((job, index) => cap.isRepeat(job, String(index), index))).not.toContain(true);
  });

  it('get the same answer when their batch is sent again', () => {
    const cap = createFingerprintCap();
    const send = (): boolean[] => ['1', '2', '3'].map((id) => cap.isRepeat('job', id, Number(id) * 1000));
    const first = send();
    expect(first).toEqual([false, false, true]);
    expect(send()).toEqual(first);
  });

  it('are forgotten, least recent first, when too many requests fail', () => {
    const cap = createFingerprintCap(2);
    for (const [job, id] of [
      ['a', '1'],
      ['a', '2'],
      ['b', '3'],
      ['c', '4'],
    ] as const)
      cap.isRepeat(job, id, 0);
    expect(cap.isRepeat('a', '5', 0)).toBe(false);
  });

  it('never count more than twice in any 300 s when they come in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 60 }), (gaps) => {
        const cap = createFingerprintCap();
        const counted: number[] = [];
        let second = 0;
        gaps.forEach((gap, index) => {
          second += gap;
          if (!cap.isRepeat('job', String(index), second * 1000)) counted.push(second);
        });
        counted.forEach((at, index) => {
          const thirdAfter = counted[index + 2];
          if (thirdAfter !== undefined) expect(thirdAfter - at).toBeGreaterThanOrEqual(300);
        });
      }), { numRuns: 20000 },
    );
  });
});
