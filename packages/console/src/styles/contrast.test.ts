import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const [light = '', rest = ''] = css.split('@media (prefers-color-scheme: dark)');
const [dark = ''] = rest.split('@media (forced-colors');

function colour(theme: string, name: string): string {
  const value = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(theme)?.[1];
  if (!value) throw new Error(`no colour --${name}`);
  return value;
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(theme: string, front: string, back: string): number {
  const [high = 0, low = 0] = [front, back]
    .map((name) => luminance(colour(theme, name)))
    .sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s theme', (_, theme) => {
  it.each(['ink', 'muted', 'ok', 'degraded', 'down', 'recovering', 'unknown'])(
    '%s is readable as text',
    (name) => {
      expect(contrast(theme, name, 'paper')).toBeGreaterThanOrEqual(4.5);
      expect(contrast(theme, name, 'wash')).toBeGreaterThanOrEqual(4.5);
    },
  );

  const series = [1, 2, 3, 4, 5, 6].map((line) => `series-${line}`);

  it.each(['quiet', 'raised', 'failing', 'focus', ...series])('%s stands out as a drawing', (name) => {
    expect(contrast(theme, name, 'paper')).toBeGreaterThanOrEqual(3);
  });
});
