import { expect, test } from 'vitest';
import { bytesText, durationText, roughCountText } from './amounts.ts';

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_234_567_890, '1.2 GB'],
  [268_435_456, '268 MB'],
  [5e15, '5000 TB'],
])('%d bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

test.each([
  [0.34, '0.3 ms'],
  [850, '850 ms'],
  [-4_000, '4 s'],
  [119_000, '119 s'],
  [600_000, '10 min'],
  [9_000_000, '2.5 h'],
  [864_000_000, '10 days'],
])('%d ms are %s', (durationMs, text) => {
  expect(durationText(durationMs)).toBe(text);
});

test('an estimate is no more exact than it is', () => {
  expect(roughCountText(77_446_354)).toBe('77,000,000');
});
