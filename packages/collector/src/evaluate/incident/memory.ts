import { mergeSamples, type Sample } from './sample.ts';
import type { IncidentSettings } from './settings.ts';

export interface Memory {
  /** Oldest first, without gaps being filled: a sample is a frame, a slice of frames or a block of slices. */
  readonly samples: readonly Sample[];
  /** What has just become too old to be remembered. */
  readonly forgotten: readonly Sample[];
}

type MemorySettings = Pick<
  IncidentSettings,
  'framesSeconds' | 'slicesSeconds' | 'sliceSeconds' | 'blockSeconds' | 'memorySeconds'
>;

/**
 * Adds the newest frame and makes older ones coarser: seconds matter to a fault that began a moment ago, not to one
 * that began minutes ago, and a thousand series are to fit into memory. Once a slice is enough for that.
 */
export function remember(samples: readonly Sample[], newest: Sample, settings: MemorySettings): Memory {
  const last = samples.at(-1);
  const sliceMs = settings.sliceSeconds * 1000;
  if (last && Math.floor(last.startMs / sliceMs) === Math.floor(newest.startMs / sliceMs)) {
    return { samples: [...samples, newest], forgotten: nothing };
  }
  const nowMs = newest.startMs + newest.widthMs;
  // A compressed clock may have frames longer than all that is remembered.
  const memoryMs = Math.max(settings.memorySeconds * 1000, 4 * newest.widthMs);
  let first = 0;
  while (nowMs - (samples[first]?.startMs ?? nowMs) > memoryMs) first += 1;
  const kept = coarsen(samples.slice(first), nowMs, settings);
  return { samples: [...kept, newest], forgotten: first === 0 ? nothing : samples.slice(0, first) };
}

function coarsen(samples: readonly Sample[], nowMs: number, settings: MemorySettings): readonly Sample[] {
  const framesMs = settings.framesSeconds * 1000;
  const slicesMs = settings.slicesSeconds * 1000;
  const kept: Sample[] = [];
  for (const sample of samples) {
    const ageMs = nowMs - sample.startMs;
    const last = kept.at(-1);
    const grainMs = ageMs > slicesMs ? settings.blockSeconds * 1000 : settings.sliceSeconds * 1000;
    if (last && ageMs > framesMs && isSameCell(last, sample, grainMs)) {
      kept[kept.length - 1] = mergeSamples(last, sample);
    } else {
      kept.push(sample);
    }
  }
  return kept;
}

const nothing: readonly Sample[] = [];

function isSameCell(a: Sample, b: Sample, grainMs: number): boolean {
  // What fills a cell already has nothing to be merged with: true of nearly all.
  if (a.widthMs + b.widthMs > grainMs) return false;
  return Math.floor(a.startMs / grainMs) === Math.floor(b.startMs / grainMs);
}
