/**
 * Which models a text speaks of, in one spelling for prose ("Claude Opus 4.8") and ids ("claude-opus-4-8-20260514"): family,
 * version, variant. Only families whose names and ids say the same are known; whatever is not recognised is not mentioned.
 */
export function mentionedModels(text: string): readonly string[] {
  const plain = plainText(text);
  const found = families.flatMap(({ family, pattern }) =>
    [...plain.matchAll(pattern)].flatMap((match) => mentionsIn(family ?? match.groups?.family ?? '', match)),
  );
  return [...new Set(found)].sort();
}

/**
 * Whether what a post mentions may be the model with this id. A mention without version or variant is one of all of them. An
 * id in which no model is recognised (a deployment of one's own name) may be any.
 */
export function mayMean(mentions: readonly string[], modelId: string): boolean {
  const named = mentionedModels(modelId);
  return named.length === 0 || named.some((name) => mentions.some((mention) => isWithin(name, mention)));
}

/** "opus 4.8" is within "opus", "gpt 4.1 mini" within "gpt 4.1". */
function isWithin(name: string, mention: string): boolean {
  return name === mention || name.startsWith(`${mention} `);
}

/** Small letters, single spaces, and versions with a dot: ids write 4.8 as 4-8. What follows must not be a date. */
function plainText(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/(?<![\d.])(\d{1,2})-(\d{1,2})(?![\da-z.])(?!-\d{2}\b)/g, '$1.$2')
      .replace(/[-_\s:@]+/g, ' ')
      // The older way round: "Claude 3.5 Sonnet".
      .replace(/\bclaude (\d(?:\.\d)?) (opus|sonnet|haiku)\b/g, '$2 $1')
  );
}

/** Not "Sonnet 5%", "Opus 4 minutes": a number that counts something else. One with a dot rarely does. */
const isWhole = String.raw`(?![\d.]*\d)`;
const notTime = '(?! ?(?:%|percent|min|hour|sec))';
const notCount = String.raw`(?! ?(?:h\b|m\b|s\b|am\b|pm\b|utc|p[dsm]t\b|of\b|days?\b|request|\/))`;
const dotted = String.raw`\d{1,2}\.\d{1,2}${isWhole}${notTime}`;
const single = String.raw`\d${isWhole}${notTime}${notCount}`;
/** A version, and further ones after it: "Opus 4.6, 4.7 and 4.8". */
const versions = String.raw`(?: (?<versions>(?:${dotted}|${single})(?:(?:, and |, | and | or | & |\/)${dotted})*))?`;

interface Family {
  /** The group `family` of the pattern when left out. */
  readonly family?: string;
  readonly pattern: RegExp;
}

const families: readonly Family[] = [
  { pattern: new RegExp(String.raw`\b(?<family>opus|sonnet|haiku)\b${versions}`, 'g') },
  {
    family: 'gpt',
    pattern:
      /\bgpt (?<versions>\d(?:\.\d{1,2})?o?)\b(?: (?<variant>mini|nano|turbo|pro|codex|audio|realtime))?/g,
  },
  { family: 'o', pattern: /(?<![\w.])o(?<versions>[134])\b(?: (?<variant>mini|pro))?/g },
  {
    family: 'gemini',
    pattern: /\bgemini (?<versions>\d(?:\.\d)?)\b(?: (?<variant>pro|flash lite|flash|ultra))?/g,
  },
  { family: 'grok', pattern: /\bgrok (?<versions>\d(?:\.\d{1,2})?)\b(?: (?<variant>mini|fast|heavy))?/g },
  { family: 'llama', pattern: /\bllama (?<versions>\d(?:\.\d)?)\b/g },
  { family: 'mistral', pattern: /\bmistral (?<variant>large|medium|small|nemo)\b/g },
  { pattern: /\b(?<family>codestral|ministral|pixtral|magistral|whisper|sora)\b/g },
  { family: 'embedding', pattern: /\bembeddings?\b/g },
];

function mentionsIn(family: string, match: RegExpMatchArray): readonly string[] {
  const { versions: told, variant } = match.groups ?? {};
  const named = told?.match(/\d[\d.]*o?/g) ?? [''];
  return named.map((version) => [family, version, variant].filter(Boolean).join(' '));
}
