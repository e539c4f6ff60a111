import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defaultIncidentSettings } from '../../packages/collector/src/evaluate/incident/settings.ts';
import { findRecordings } from '../../packages/collector/src/replay/find-recordings.ts';
import { replay } from '../../packages/collector/src/replay/replay.ts';
import { score, type Truth } from './score.ts';
import { saidOf } from './watcher.ts';

// Labelled outages of `llm-incident-bench/1`: fixtures/incidents/README.md says how they are scored.

const folder = fileURLToPath(new URL('../../test/fixtures/incidents', import.meta.url));
const recordings = [...findRecordings(folder)];

/** The truth is for judging only: whoever reads a recording never sees it. */
function truthOf(id: string): Truth {
  const file = JSON.parse(readFileSync(join(folder, id, 'scenario.json'), 'utf8')) as {
    readonly truth: Truth;
  };
  return file.truth;
}

describe('of labelled outages the detector', () => {
  it('finds all ten recordings', () => {
    expect(recordings.map(({ id }) => id)).toHaveLength(10);
  });

  it.each(recordings)('names the fault of $id in time, and calls nobody down who is not', (recording) => {
    const said = [...replay(recording, defaultIncidentSettings)].map(({ atSeconds, transition }) =>
      saidOf(transition, atSeconds),
    );
    const { points, gate, remarks } = score(truthOf(recording.id), said);
    expect({ gate, remarks }).toEqual({ gate: true, remarks: [] });
    expect(points).toBeGreaterThanOrEqual(95);
  });
});
