import { type Sample } from './sample.ts';
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
export declare function remember(
  samples: readonly Sample[],
  newest: Sample,
  settings: Pick<
    IncidentSettings,
    'framesSeconds' | 'slicesSeconds' | 'sliceSeconds' | 'blockSeconds' | 'memorySeconds'
  >,
): Memory;
