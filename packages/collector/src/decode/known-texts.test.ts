import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KnownTexts } from './known-texts.ts';
import { viewOf } from './words.ts';

it('a text is what its bytes say, however many others came before it', () => {
  const texts = new KnownTexts();
  const word = fc.oneof(
    fc.constantFrom('chat', 'chit', 'gpt-5', 'gpt-6', ''),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  );
  fc.assert(
    fc.property(word, fc.constantFrom<'utf8' | 'latin1'>('utf8', 'latin1'), (text, encoding) => {
      const bytes = Buffer.from(`<${text}>`, encoding);
      const told = texts.read(bytes, viewOf(bytes), 1, bytes.length - 1);
      expect(told).toBe(bytes.toString('utf8', 1, bytes.length - 1));
    }),
    { numRuns: 20_000 },
  );
});
