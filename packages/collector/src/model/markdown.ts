/**
 * A text within a line of Markdown. Names come from senders: none may end a line or a cell, begin a tag, a link, a heading
 * or a list, or turn the direction of what follows.
 */
export function markdownText(words: string): string {
  return words
    .replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\s]+/gu, ' ')
    .replace(/[\\|<>[\]`*_&~]/g, (sign) => `\\${sign}`)
    .replace(/^ *([#+=-])/, '\\$1')
    .replace(/^ *(\d+)([.)])(?= )/, '$1\\$2');
}
