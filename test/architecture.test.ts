import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as rules from './architecture/rules.ts';
import { listFolders, readSources, sourceFile } from './architecture/source-tree.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = readSources(root, ['packages', 'grafana', 'test']);
const architecture = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

/** A file that must not exist, for showing that its rule would catch it. */
function planted(path: string, text: string): ReturnType<typeof sourceFile>[] {
  return [...files, sourceFile(path, text)];
}

const collector = 'packages/collector/src';

describe.each<readonly [string, rules.Rule, readonly (readonly [string, string])[]]>([
  ['files are short', rules.fileLength, [[`${collector}/show/long.ts`, 'x\n'.repeat(301)]]],
  ['folders are shallow', rules.folderDepth, [[`${collector}/a/b/c/d/deep.ts`, '']]],
  [
    'files are named after what they hold',
    rules.telltaleNames,
    [
      [`${collector}/show/utils.ts`, ''],
      [`${collector}/helpers/x.ts`, ''],
      [`${collector}/model/types.ts`, ''],
    ],
  ],
  [
    'the collector imports with the flow of the data',
    rules.collectorDirections,
    [
      [`${collector}/model/x.ts`, "import '../decode/span.ts';"],
      [`${collector}/decode/x.ts`, "import '../normalise/normalise.ts';"],
      [`${collector}/normalise/x.ts`, "import '../store/store.ts';"],
      [`${collector}/receive/x.ts`, "import '../store/clickhouse/open-store.ts';"],
      [`${collector}/evaluate/incident/x.ts`, "import '../../store/store.ts';"],
      [`${collector}/notify/x.ts`, "import '../evaluate/loop.ts';"],
      [`${collector}/show/x.ts`, "import '../notify/alert-book.ts';"],
      [`${collector}/store/x.ts`, "import '../app.ts';"],
      [`${collector}/evaluate/incident/x.ts`, "import '../../official/official.ts';"],
      [`${collector}/show/x.ts`, "import '../official/official.ts';"],
      [`${collector}/official/x.ts`, "import '../evaluate/loop.ts';"],
      [`${collector}/attic/x.ts`, ''],
    ],
  ],
  [
    'packages do not import each other',
    rules.packageDirections,
    [
      ['packages/instrument/src/x.ts', "import '@faultline/collector';"],
      ['packages/console/src/x.ts', "import '../../collector/src/model/call.ts';"],
      ['packages/conventions/src/x.ts', "import '@faultline/instrument';"],
    ],
  ],
  [
    'outside packages stay where they belong',
    rules.confinedPackages,
    [
      [`${collector}/show/x.ts`, "import { createClient } from '@clickhouse/client';"],
      [`${collector}/evaluate/x.ts`, "import { Hono } from 'hono';"],
      [`${collector}/receive/x.ts`, "import { load } from 'ffi-rs';"],
      ['grafana/src/prometheus/x.ts', "import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';"],
    ],
  ],
  [
    'the pure parts are pure',
    rules.purity,
    [
      [`${collector}/evaluate/slo/x.ts`, 'const at = Date.now();'],
      [`${collector}/evaluate/incident/x.ts`, "import { readFileSync } from 'node:fs';"],
      [`${collector}/normalise/x.ts`, 'const id = randomUUID();'],
      ['packages/conventions/src/x.ts', 'const chance = Math.random();'],
      ['grafana/src/x.ts', "import { writeFileSync } from 'node:fs';"],
    ],
  ],
  ['there are no import cycles', rules.noCycles, [[`${collector}/a.ts`, "import './a.ts';"]]],
])('%s', (_, rule, violations) => {
  it('holds everywhere', () => {
    expect(rule(files)).toEqual([]);
  });

  it.each(violations)('would catch %s: %s', (path, text) => {
    expect(rule(planted(path, text)).join('\n')).toContain(path);
  });
});

describe('every folder can be found', () => {
  it('in docs/architecture.md', () => {
    const folders = listFolders(root, [
      'packages',
      'grafana',
      'prometheus',
      'alertmanager',
      'test',
      'scripts',
      'docs',
      'bench',
    ]);
    expect(rules.unnamedFolders(folders, architecture)).toEqual([]);
  });

  it('would catch a folder nobody wrote about', () => {
    expect(rules.unnamedFolders(['packages/attic/src'], architecture)).toHaveLength(1);
  });
});

describe('the walk of one call, and the recipes', () => {
  it.each(['docs/architecture.md', 'CONTRIBUTING.md'])('name files that are there: %s', (page) => {
    const text = readFileSync(join(root, page), 'utf8');
    expect(rules.unknownFiles(text, (path) => existsSync(join(root, path)))).toEqual([]);
  });

  it('would be caught naming one that was moved', () => {
    expect(rules.unknownFiles('It goes on in `collector/src/attic/old.ts`.', () => false)).toHaveLength(1);
  });
});

describe('functions are short', () => {
  const lint = (path: string): string => {
    const only = [
      '--only=complexity/noExcessiveLinesPerFunction',
      '--only=complexity/noExcessiveCognitiveComplexity',
    ];
    try {
      return execFileSync(
        join(root, 'node_modules/.bin/biome'),
        ['lint', '--diagnostic-level=error', ...only, path],
        {
          cwd: root,
          encoding: 'utf8',
          stdio: 'pipe',
        },
      );
    } catch (error) {
      return String((error as { stdout?: string }).stdout) + String((error as { stderr?: string }).stderr);
    }
  };

  it('everywhere', () => {
    expect(lint('.')).not.toContain('noExcessive');
  });

  it('and a long one would be caught', () => {
    const folder = mkdtempSync(join(root, 'packages/conventions/src/planted-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const body = 'console.log(1);\n'.repeat(71);
    writeFileSync(join(folder, 'long.ts'), `export function long(): void {\n${body}}\n`);
    expect(lint(folder)).toContain('noExcessiveLinesPerFunction');
  });
});
