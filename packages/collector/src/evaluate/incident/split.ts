import type { IncidentClass } from '../../model/incident.ts';
import { affectedNats, type Judged } from './judged.ts';

/** By what a vendor may fail in part, other than by its models. */
export type SplitBy = 'region' | 'credential';

/** A part of a vendor that fails while the same models are healthy in the rest. */
export interface Split {
  readonly by: SplitBy;
  readonly value: string;
  readonly class: IncidentClass;
  readonly inside: readonly number[];
  readonly outside: readonly number[];
}

/** All affected series share one region (or credential) while the same models are healthy elsewhere. */
export function findSplit(judged: readonly Judged[], by: SplitBy): Split | null {
  const shared = sharedByAffected(judged, by);
  if (shared === null) return null;
  const { value, models, elsewhere } = shared;
  const isHealthyElsewhere = elsewhere.some(
    ({ verdict, series }) => verdict === 'healthy' && models.has(series.model),
  );
  if (!isHealthyElsewhere) return null;
  return {
    by,
    value,
    class: by === 'region' ? 'vendor_region' : 'credential',
    inside: judged.filter(({ series }) => series[by] === value).map(({ nats }) => nats),
    outside: elsewhere.map(({ nats }) => nats),
  };
}

/** Everything affected shares one region (or credential), and elsewhere the same models, together, are undecided. */
export function mayBeSplit(judged: readonly Judged[], by: SplitBy): boolean {
  const shared = sharedByAffected(judged, by);
  if (shared === null) return false;
  const sameModels = shared.elsewhere.filter(
    ({ series }) => shared.models.has(series.model) && series.samples.length > 0,
  );
  const nats = sameModels.reduce((sum, each) => sum + each.nats, 0);
  return sameModels.length > 0 && nats <= affectedNats;
}

interface Shared {
  readonly value: string;
  /** That are affected. */
  readonly models: ReadonlySet<string>;
  /** Series with another value. */
  readonly elsewhere: readonly Judged[];
}

/** Null where the affected series are in several regions (or use several credentials). */
function sharedByAffected(judged: readonly Judged[], by: SplitBy): Shared | null {
  const affected = judged.filter(({ verdict }) => verdict === 'affected').map(({ series }) => series);
  const [value, ...others] = new Set(affected.map((series) => series[by]));
  if (value === undefined || others.length > 0) return null;
  return {
    value,
    models: new Set(affected.map(({ model }) => model)),
    elsewhere: judged.filter(({ series }) => series[by] !== value),
  };
}
