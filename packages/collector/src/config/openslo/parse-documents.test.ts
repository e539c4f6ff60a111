import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocuments } from './parse-documents.ts';

const parse = (text: string): ReturnType<typeof parseDocuments> => parseDocuments({ name: 'slo.yaml', text });
const values = (text: string): readonly unknown[] => parse(text).documents.map(({ value }) => value);

describe('the documents of a file', () => {
  it('are separated by ---, and empty ones do not count', () => {
    expect(values('---\na: 1\n---\n# nothing here\n---\nb: 2\n---\n')).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it('may come as one list', () => {
    expect(values('- a: 1\n- b: 2\n')).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it('may be JSON, indented by tabs too', () => {
    expect(values('[\n\t{"a": 1},\n\t{"b": 2}\n]')).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it('are none in an empty file', () => {
    expect(parse('')).toEqual({ documents: [], problems: [] });
  });

  it('know the lines they start at', () => {
    const { documents } = parse('# note\n- a: 1\n- b: 2\n---\n\nc: 3\n');
    expect(documents.map(({ line }) => line)).toEqual([2, 3, 6]);
  });

  it('know the line of each value, and of what surrounds one that is missing', () => {
    const [document] = parse('a:\n  b:\n    - c: 1\n    - c: 2\n').documents;
    expect(document?.lineAt(['a', 'b', 1, 'c'])).toBe(4);
    expect(document?.lineAt(['a', 'b', 1, 'nothing', 'here'])).toBe(4);
    expect(document?.lineAt(['a', 'nothing'])).toBe(1);
  });

  it('may share parts by alias and merge key', () => {
    expect(values('a: &a { x: 1 }\nb: *a\nc: { <<: *a, y: 2 }\n')).toEqual([
      { a: { x: 1 }, b: { x: 1 }, c: { x: 1, y: 2 } },
    ]);
  });
});

describe('values are those of YAML 1.2', () => {
  it('so that dates stay text and yes is a word, even where the file asks for YAML 1.1', () => {
    for (const head of ['', '%YAML 1.1\n---\n'])
      expect(values(`${head}at: 2026-01-31 00:00:00\non: 2026-01-31\nflag: yes\n`)).toEqual([
        { at: '2026-01-31 00:00:00', on: '2026-01-31', flag: 'yes' },
      ]);
  });

  it('and a tag makes no date of a text', () => {
    expect(values('at: !!timestamp 2026-01-31\n')).toEqual([{ at: '2026-01-31' }]);
  });

  it('and numbers keep the digits they were written in', () => {
    const [document] = parse(
      'a: &a 0.9990\nb: *a\nc: 99.99999999999999999999\nd: 5e-1\ne: text\nf: 0x10\n',
    ).documents;
    const numbers = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((key) => document?.numberText([key]));
    expect(numbers).toEqual([
      '0.9990',
      '0.9990',
      '99.99999999999999999999',
      '0.5',
      undefined,
      '16',
      undefined,
    ]);
  });

  it('also through a merge key, if not with zeros at the end', () => {
    const [document] = parse('a: &a { target: 0.9990 }\nb: { <<: *a }\n').documents;
    expect(document?.numberText(['b', 'target'])).toBe('0.999');
  });
});

describe('a text that cannot be read', () => {
  it('is a problem with its line, and its neighbours are read all the same', () => {
    const { documents, problems } = parse('a: 1\na: 2\n---\nb: 2\n');
    expect(documents.map(({ value }) => value)).toEqual([{ b: 2 }]);
    expect(problems).toEqual([{ file: 'slo.yaml', line: 2, message: 'Map keys must be unique' }]);
  });

  it.each([
    ['contains itself', 'a: &a\n  b: *a\n', 'nested deeper than 64 levels'],
    ['contains itself twice over', '&a [*a, *a]', 'nested deeper than 64 levels'],
    ['is nested deeply', '['.repeat(100) + ']'.repeat(100), 'nested deeper than 64 levels'],
    ['is nested without end', '['.repeat(20_000), 'nested too deeply'],
    ['means something nobody has named', 'a: *nobody', 'Unresolved alias'],
    ['grows when it is unfolded', `${bomb()}`, 'Excessive alias count'],
  ])('because it %s', (_, text, message) => {
    const { documents, problems } = parse(text);
    expect(documents).toEqual([]);
    expect(problems[0]?.message).toContain(message);
    expect(problems.length).toBeLessThanOrEqual(5);
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      'a: ',
      '- ',
      '&x ',
      '*x',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      '---\n',
      '"',
      '|\n',
      '<<: ',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(piece, fc.string({ maxLength: 3 }))).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (each) => {
        const { documents } = parse(each);
        for (const document of documents) expect(document.line).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

function bomb(): string {
  const levels = ['a', 'b', 'c', 'd', 'e', 'f'];
  const lines = levels.map((key, index) => {
    const below = levels[index - 1];
    return `${key}: &${key} [${Array(9)
      .fill(below ? `*${below}` : 'x')
      .join(', ')}]`;
  });
  return lines.join('\n');
}
