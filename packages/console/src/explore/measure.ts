import { type SeriesCounts, shareOf } from '@faultline/conventions';
import { formatSeconds, formatShare } from '../format.ts';

/** What the chart can show over time. */
export const measures = ['errors', 'first-token', 'duration'] as const;
export type Measure = (typeof measures)[number];

export const measureWords: Readonly<Record<Measure, string>> = {
  errors: 'Errors',
  'first-token': 'First token p95',
  duration: 'Duration p95',
};

export function isMeasure(text: string): text is Measure {
  return (measures as readonly string[]).includes(text);
}

/** Null where there was nothing to measure. */
export function measured(counts: SeriesCounts, measure: Measure): number | null {
  switch (measure) {
    case 'errors':
      return shareOf(counts);
    case 'first-token':
      return counts.timeToFirstChunkMs?.p95 ?? null;
    case 'duration':
      return counts.durationMs?.p95 ?? null;
  }
}

export function formatMeasure(value: number | null, measure: Measure): string {
  return measure === 'errors' ? formatShare(value) : formatSeconds(value);
}
