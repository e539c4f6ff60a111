// A labelled recording in a folder, of format llm-incident-bench/1: what everybody says of it, scored.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readScenario } from '../../packages/collector/src/replay/scenario-folder.ts';
import { type Score, score, type Truth } from './score.ts';
import { type WatcherName, watch } from './watcher.ts';

export interface ScenarioRun {
  readonly id: string;
  readonly title: string;
  readonly scores: Readonly<Partial<Record<WatcherName, Score>>>;
}

export function runScenario(folder: string): ScenarioRun {
  const json = readFileSync(join(folder, 'scenario.json'), 'utf8');
  const recording = readScenario(folder, json, readFileSync(join(folder, 'buckets.csv'), 'utf8'));
  const { title, truth } = JSON.parse(json) as { readonly title: string; readonly truth: Truth };
  const said = watch(recording.frames, recording.startMs);
  return {
    id: recording.id,
    title,
    scores: Object.fromEntries([...said].map(([watcher, all]) => [watcher, score(truth, all)])),
  };
}
