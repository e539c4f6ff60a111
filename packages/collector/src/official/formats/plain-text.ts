const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['nbsp', ' '],
]);

/** What a person would read: without tags, on one line, and not without end. */
export function plainText(html: string, charactersMax: number): string {
  const text = html
    .slice(0, charactersMax * 8)
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(?:#(\d{1,6})|([a-z]+));/gi, (whole, code, name) =>
      code === undefined ? (entities.get(name.toLowerCase()) ?? whole) : characterOf(Number(code)),
    )
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const characters = [...text];
  return characters.length <= charactersMax ? text : `${characters.slice(0, charactersMax - 1).join('')}…`;
}

function characterOf(code: number): string {
  return code > 0x10ffff ? ' ' : String.fromCodePoint(code);
}

/** Whether a name holds a phrase as whole words: "Claude API (api.example.com)" holds "claude api", "Capital" holds no "API". */
export function holdsPhrase(name: string, phrase: string): boolean {
  const escaped = phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'iu').test(name);
}
