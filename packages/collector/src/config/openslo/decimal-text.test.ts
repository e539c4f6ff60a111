import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText, percentOfShare } from './decimal-text.ts';

describe('a number of a text', () => {
  it.each([
    ['99.95', '99.95'],
    ['0.9990', '0.9990'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+1', '1'],
    ['-0.5', '-0.5'],
    ['007', '7'],
    ['9.5e-1', '0.95'],
    ['1.5E3', '1500'],
    ['1e-7', '0.0000001'],
    ['0.12345678901234567890123', '0.12345678901234567890123'],
  ])('keeps its digits: %s', (source, decimal) => {
    expect(decimalText(source)).toBe(decimal);
  });

  it.each(['', '.', 'e5', '0x1F', '.inf', '.nan', '1.2.3', '1e9999'])('is none: %s', (source) => {
    expect(decimalText(source)).toBeUndefined();
  });

  it('is the same number afterwards, however it was written', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        for (const source of [String(number), number.toExponential()])
          expect(Number(decimalText(source)) - number).toBe(0);
      }),
    );
  });
});

describe('a share as percent', () => {
  it.each([
    ['0.995', '99.5'],
    ['0.99', '99'],
    ['0.9', '90'],
    ['0.9990', '99.90'],
    ['0', '0'],
    ['0.00001', '0.001'],
    ['1', '100'],
  ])('%s is %s', (share, percent) => {
    expect(percentOfShare(share)).toBe(percent);
  });

  it('is exactly a hundred times as much, where doubles are not', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n - 1n }), (millionths) => {
        const share = `0.${millionths.toString().padStart(12, '0')}`;
        const [whole = '', fraction = ''] = percentOfShare(share).split('.');
        expect(BigInt(whole) * 10n ** 10n + BigInt(fraction)).toBe(millionths);
      }),
    );
  });
});
