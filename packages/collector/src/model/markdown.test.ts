import { expect, it } from 'vitest';
import { markdownText } from './markdown.ts';

it.each([
  ['a|b', 'a\\|b'],
  ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)\\>'],
  ['[free](javascript:x) ![](//evil)', '\\[free\\](javascript:x) !\\[\\](//evil)'],
  ['&lt;script&gt;', '\\&lt;script\\&gt;'],
  ['one\r\n# two\u2028three\u0000', 'one # two three '],
  ['# heading', '\\# heading'],
  ['  - item', '\\- item'],
  ['12. item', '12\\. item'],
  ['claude-\u202Ecod.exe', 'claude- cod.exe'],
  ['gpt-5.5', 'gpt-5.5'],
])('%j is text and nothing else in Markdown', (name, written) => {
  expect(markdownText(name)).toBe(written);
});
