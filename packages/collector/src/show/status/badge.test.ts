import { expect, it } from 'vitest';
import { badge, badgeStates, labelColour } from './badge.ts';
import { readXml } from './xml.fixture.ts';

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

it('white words can be read on every colour, and no two states look or read alike', () => {
  const colours = badgeStates.map(({ colour }) => colour);
  for (const colour of [...colours, labelColour])
    expect(1.05 / (luminance(colour) + 0.05)).toBeGreaterThanOrEqual(4.5);
  expect(new Set(colours).size).toBe(badgeStates.length);
  expect(new Set(badgeStates.map(({ word }) => word)).size).toBe(badgeStates.length);
});

it('any label is text of a document that XML readers take', () => {
  const drawn = badge('a\u0000b\u001b<script>"&\ud83d\ufffe', null);
  expect([...readXml(drawn).values()].flat().join(' ')).toContain('&lt;script&gt;');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be there.
  expect(drawn).not.toMatch(/[\u0000-\u0008\u001b\ufffe]|\p{Surrogate}/u);
});
