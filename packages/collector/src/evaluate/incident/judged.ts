import type { Channel } from './channel.ts';
import { countBetween, weigh } from './counts.ts';
import { clamp } from './likelihood.ts';
import { expectedOf, onset, referenceOf, type SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';

/** Evidence that speaks for and against a series being part of it, nats; in between nothing is claimed. */
export const affectedNats = 4;
const affectedSeedNats = 1;
export const healthyNats = -3;
/** One failure may be anybody's, however rare failures usually are. */
const oneFailureNatsMax = 2;
/** Models hit by one cause fail at about one rate: a single failure of one that should fail always says little. */
const judgedAt = 0.8;

/** What a series is said to fail at if it is part of a fault that fails at `rate`. */
export function failingShare(rate: number, usual: number): number {
  return clamp(0.6 * rate, 1.5 * usual + 0.015, 0.97);
}

/** One series held against the rate of an incident: is it a part of it? */
export interface Judged {
  readonly series: SeriesState;
  readonly nats: number;
  readonly verdict: 'affected' | 'healthy' | 'undecided';
  readonly onsetMs: number | null;
}

/**
 * Decided against the incident's own rate, not against "worse than usual": that is what keeps noise from joining, and
 * what lets a healthy series say so.
 */
export function judge(
  series: SeriesState,
  channel: Channel,
  rate: number,
  onsetMs: number,
  isSeed: boolean,
  settings: IncidentSettings,
): Judged {
  const failing = clamp(judgedAt * rate, failingShare(rate, referenceOf(series, channel)), 0.97);
  const usual = expectedOf(series, channel);
  const counts = countBetween(series, channel, onsetMs, settings);
  const said = weigh(counts, failing, usual);
  const nats = counts.bad < 2 ? Math.min(said, oneFailureNatsMax) : said;
  const needed = isSeed ? affectedSeedNats : affectedNats;
  const verdict = nats > needed ? 'affected' : nats < healthyNats ? 'healthy' : 'undecided';
  return { series, nats, verdict, onsetMs: onset(series, channel.name) };
}
