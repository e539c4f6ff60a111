import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

/** One TypeScript file as the rules see it. Paths are relative to the repository, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** What it imports: paths of files in the repository, or names of packages. */
  readonly imports: readonly string[];
}

const skipped = new Set(['node_modules', 'dist', 'coverage', '.git', 'fixtures', 'images']);

/** Every TypeScript file below the folders, tests included. */
export function readSources(root: string, folders: readonly string[]): readonly SourceFile[] {
  return folders
    .flatMap((folder) => listFiles(join(root, folder)))
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => sourceFile(relative(root, path), readFileSync(path, 'utf8')));
}

/** Every folder that holds files, relative to the repository. */
export function listFolders(root: string, folders: readonly string[]): readonly string[] {
  const holding = folders
    .flatMap((folder) => listFiles(join(root, folder)))
    .map((path) => dirname(relative(root, path)));
  return [...new Set(holding)].sort();
}

export function sourceFile(path: string, text: string): SourceFile {
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  const resolve = (specifier: string): string =>
    specifier.startsWith('.') ? normalize(join(dirname(path), specifier)) : specifier;
  return { path, text, lines: text.split('\n').length - 1, imports: specifiers.map(resolve) };
}

export function isTest(path: string): boolean {
  return /\.(test|e2e|fixture)\.tsx?$/.test(path) || path.startsWith('test/');
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : listFiles(path);
    return [path];
  });
}
