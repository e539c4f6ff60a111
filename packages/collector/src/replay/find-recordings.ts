import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readFramesFile } from './frames-file.ts';
import { type Recording, RecordingError } from './recording.ts';
import { readScenario } from './scenario-folder.ts';

/**
 * The recordings at a path: a scenario's folder, a folder of such folders in the order of their names, or a file of
 * frames. One is read at a time.
 */
export function* findRecordings(path: string): Generator<Recording> {
  if (!existsSync(path)) throw new RecordingError(path, 'does not exist');
  if (statSync(path).isFile()) {
    yield readFramesFile(path, basename(path).replace(/\.ndjson$/, ''), readFileSync(path, 'utf8'));
    return;
  }
  if (isScenario(path)) {
    yield openScenario(path);
    return;
  }
  const folders = readdirSync(path)
    .sort()
    .map((name) => join(path, name))
    .filter(isScenario);
  if (folders.length === 0) {
    throw new RecordingError(path, 'holds neither scenario.json nor folders that do');
  }
  for (const folder of folders) yield openScenario(folder);
}

function isScenario(path: string): boolean {
  return existsSync(join(path, 'scenario.json'));
}

function openScenario(path: string): Recording {
  const buckets = join(path, 'buckets.csv');
  if (!existsSync(buckets)) throw new RecordingError(path, 'has no buckets.csv beside its scenario.json');
  return readScenario(path, readFileSync(join(path, 'scenario.json'), 'utf8'), readFileSync(buckets, 'utf8'));
}
