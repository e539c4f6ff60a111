import { hostileTexts } from '../../support/hostile-texts.ts';
import type { Random } from '../../support/seeded-random.ts';

const texts = Object.values(hostileTexts) as [string, ...string[]];

export function hostileText(random: Random): string {
  const text = random.oneOf(texts);
  if (random.below(12) === 0) return text.repeat(1 + random.below(2_000)).slice(0, 20_000);
  return text;
}

/** `[[[…]]]` or `{"a":{"a":…}}`: deeper than a reader that calls itself could go. */
export function nestedText(random: Random): string {
  const depth = random.oneOf([50, 1_000, 20_000, 200_000]);
  const [open, close] = random.oneOf<readonly [string, string]>([
    ['[', ']'],
    ['{"a":', '}'],
    ['{"arrayValue":{"values":[', ']}}'],
    ['{"kvlistValue":{"values":[{"key":"a","value":', '}]}}'],
  ]);
  return `${open.repeat(depth)}1${close.repeat(random.below(3) === 0 ? 0 : depth)}`;
}

/** JSON of a value that is not what was expected. */
export function hostileValue(random: Random): string {
  switch (random.below(9)) {
    case 0:
      return nestedText(random);
    case 1:
      return random.oneOf([
        '1e400',
        '-1e400',
        '9'.repeat(400),
        '-0',
        '0.1e-400',
        '18446744073709551616',
        '1E5',
      ]);
    case 2:
      return random.oneOf(['null', 'true', '[]', '{}', '""', '[null]', '{"length":1e9}']);
    case 3:
      return `{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}`;
    case 4:
      return `"${'x'.repeat(random.oneOf([1_000, 60_000, 1_000_000]))}"`;
    default:
      return JSON.stringify(hostileText(random));
  }
}

/** What is taken where a field has this name, so that hostile texts get as far as where they are kept. */
const plausible: Readonly<Record<string, readonly string[]>> = {
  provider: ['"openai"', '"anthropic"', '"constructor"'],
  model: ['"gpt-5.5"', '"__proto__"'],
  region: ['"eu"'],
  state: ['"down"', '"degraded"', '"ok"'],
  minutes: ['1', '60'],
};

function fieldValue(name: string, random: Random): string {
  if (random.below(8) === 0) return hostileValue(random);
  const [first, ...others] = (Object.hasOwn(plausible, name) ? plausible[name] : undefined) ?? [];
  return first === undefined ? JSON.stringify(hostileText(random)) : random.oneOf([first, ...others]);
}

/** An object in which some fields are wrong, some twice and some of somebody else. */
export function hostileObject(names: readonly string[], random: Random): string {
  const isWhole = random.below(2) === 0;
  // Of the two ways to say how long something holds, one is taken.
  const own = names.filter((name) => (isWhole ? name !== 'untilMs' : random.below(5) > 0));
  const strange = ['__proto__', 'constructor', 'toJSON', hostileText(random)].filter(
    () => !isWhole && random.below(4) === 0,
  );
  const twice = own.filter(() => !isWhole && random.below(8) === 0);
  const fields = [...own, ...strange, ...twice].map(
    (name) => `${JSON.stringify(name)}:${fieldValue(name, random)}`,
  );
  return `{${fields.join(',')}}`;
}
