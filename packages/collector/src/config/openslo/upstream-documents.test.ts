import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type LoadedDocument, loadOpenSlo } from './load-openslo.ts';

/** Documents of OpenSLO's and its users' repositories, each with the verdict it should get. They are not ours to ship. */
const folder = fileURLToPath(new URL('../../../../../../shared/fixtures/openslo/', import.meta.url));
const isHere = existsSync(folder);

interface ManifestFile {
  readonly file: string;
  readonly role: string;
  readonly docs: readonly {
    readonly index: number;
    readonly kind: string;
    readonly name: string;
    readonly goSdkStrict: 'valid' | 'invalid';
    readonly recommended: 'accept' | 'accept+warn' | 'reject';
    readonly errors?: readonly string[];
    readonly rejectReasons?: readonly string[];
  }[];
}

const files = isHere
  ? (JSON.parse(readFileSync(join(folder, 'MANIFEST.json'), 'utf8')).files as ManifestFile[]).filter(
      ({ role }) => role === 'openslo',
    )
  : [];

function load(file: string, strict: boolean): readonly LoadedDocument[] {
  const { documents, problems } = loadOpenSlo(
    [{ name: file, text: readFileSync(join(folder, file), 'utf8') }],
    { strict },
  );
  expect(problems.filter(({ message }) => !message.includes('exists already'))).toEqual([]);
  return documents;
}

describe.skipIf(!isHere)('documents of OpenSLO and its users (only where ../shared is)', () => {
  it.each(files)('are accepted, warned about or rejected as recommended: $file', ({ file, docs }) => {
    const verdicts = { accept: 'accept', 'accept+warn': 'warn', reject: 'reject' } as const;
    expect(load(file, false).map(({ kind, name, verdict }) => ({ kind, name, verdict }))).toEqual(
      docs.map(({ kind, name, recommended }) => ({ kind, name, verdict: verdicts[recommended] })),
    );
  });

  it.each(files)('are in strict mode exactly as valid as the Go SDK says: $file', ({ file, docs }) => {
    expect(load(file, true).map(({ verdict }) => (verdict === 'reject' ? 'invalid' : 'valid'))).toEqual(
      docs.map(({ goSdkStrict }) => goSdkStrict),
    );
  });

  it.each(files)('are told about every place upstream finds wrong: $file', ({ file, docs }) => {
    for (const [index, { errors = [], rejectReasons = [] }] of docs.entries()) {
      expect(errorPaths(load(file, true)[index])).toEqual(expect.arrayContaining(errors.map(pathOf)));
      expect(errorPaths(load(file, false)[index])).toEqual(expect.arrayContaining(rejectReasons.map(pathOf)));
    }
  });

  it('are duplicates of each other across files', () => {
    const names = ['duplicate', 'original'].map(
      (name) => `sloth/testdata/validate_with_duplicates/openslo/bad-openslo-1-${name}.yaml`,
    );
    const texts = names.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
    expect(loadOpenSlo(texts, { strict: false }).problems).toMatchObject([
      { severity: 'error', file: names[1], message: expect.stringContaining(`${names[0]}:`) },
    ]);
  });
});

/** Upstream writes `.labels` for a key at the top. */
function pathOf(error: string): string {
  return (error.split(': ')[0] ?? '').replace(/^\./, '');
}

function errorPaths(document: LoadedDocument | undefined): readonly string[] {
  return (document?.problems ?? []).filter(({ severity }) => severity === 'error').map(({ path }) => path);
}
