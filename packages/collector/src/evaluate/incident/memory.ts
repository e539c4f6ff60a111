import { mergeSamples, type Sample } from './sample.ts';
import type { IncidentSettings } from './settings.ts';

export interface Memory {
  /** Oldest first, without gaps being filled: a sample is a frame, a slice of frames or a block of slices. */
  readonly samples: readonly Sample[];
  /** What has just become too old to be remembered. */
  readonly forgotten: readonly Sample[];
}

/**
 * Adds the newest frame and makes older ones coarser: seconds matter to a fault that began a moment ago, not to one
 * that began minutes ago, and a thousand series are to fit into memory.
 */
export function remember(
  samples: readonly Sample[],
  newest: Sample,
  settings: Pick<
    IncidentSettings,
    'framesSeconds' | 'slicesSeconds' | 'sliceSeconds' | 'blockSeconds' | 'memorySeconds'
  >,
): Memory {
  const nowMs = newest.startMs + newest.widthMs;
  // A compressed clock may have frames longer than all that is remembered.
  const memoryMs = Math.max(settings.memorySeconds * 1000, 4 * newest.widthMs);
  const framesMs = settings.framesSeconds * 1000;
  const slicesMs = settings.slicesSeconds * 1000;
  const kept: Sample[] = [];
  const forgotten: Sample[] = [];
  let last: Sample | undefined;
  for (const sample of samples) {
    const ageMs = nowMs - sample.startMs;
    if (ageMs > memoryMs) {
      forgotten.push(sample);
      continue;
    }
    const grainMs = ageMs > slicesMs ? settings.blockSeconds * 1000 : settings.sliceSeconds * 1000;
    if (last && ageMs > framesMs && isSameCell(last, sample, grainMs)) {
      last = mergeSamples(last, sample);
      kept[kept.length - 1] = last;
    } else {
      last = sample;
      kept.push(sample);
    }
  }
  kept.push(newest);
  return { samples: kept, forgotten };
}

function isSameCell(a: Sample, b: Sample, grainMs: number): boolean {
  return Math.floor(a.startMs / grainMs) === Math.floor(b.startMs / grainMs);
}
