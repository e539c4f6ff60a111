import { rateFactorAt } from '../scenario/conditions.ts';
import type { FleetModel, Scenario } from '../scenario/scenario.ts';
import { createDraws } from './draws.ts';
import type { Retry } from './retry.ts';
import { AggregatedSeries } from './series.ts';
import type { SeriesCounts } from './series-counts.ts';
import type { Noise } from './usual-failures.ts';

/** What all requests of a fleet came to in one tick; no single request is ever made. */
export interface AggregateFrame {
  readonly startMs: number;
  /** In the fleet's order. Series without any request are left out. */
  readonly series: readonly SeriesCounts[];
}

export interface AggregateOptions {
  readonly seed: number;
  readonly tickMs: number;
  /** Multiplies every rate. Default 1. */
  readonly rateFactor?: number;
  readonly noise?: Noise;
  readonly retry?: Retry;
}

const usualNoise: Noise = { burstSize: 150, wander: 0.25 };
const usualRetry: Retry = { share: 0.7, attemptsMax: 2 };

/**
 * A scenario as a detector sees it, thousands of times faster than with requests: started and ended attempts are drawn
 * as counts. Start and end are booked where they belong, so a hang starts and does not end.
 */
export function* aggregateFrames(
  scenario: Scenario,
  { seed, tickMs, rateFactor = 1, noise = usualNoise, retry = usualRetry }: AggregateOptions,
): Generator<AggregateFrame, void, undefined> {
  const draws = createDraws(seed);
  const series = scenario.fleet.flatMap((profile) =>
    placesOf(profile).map(
      ({ region, credential, share }) =>
        new AggregatedSeries({
          scenario,
          profile,
          region,
          credential,
          tickMs,
          noise,
          retry,
          draws,
          share: share * rateFactor,
        }),
    ),
  );
  for (let startMs = 0; startMs < scenario.durationMs; startMs += tickMs) {
    const counts = series.flatMap((each) => {
      const { provider, model } = each;
      return each.tick(startMs, rateFactorAt(scenario, provider, model, startMs + tickMs / 2)) ?? [];
    });
    yield { startMs, series: counts };
  }
}

interface Place {
  readonly region: string;
  readonly credential: string;
  readonly share: number;
}

function placesOf({ regions, credentials }: FleetModel): readonly Place[] {
  return partsOf(regions).flatMap(([region, ofRegion]) =>
    partsOf(credentials).map(([credential, ofCredential]) => ({
      region,
      credential,
      share: ofRegion * ofCredential,
    })),
  );
}

function partsOf(shares: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  const entries = Object.entries(shares);
  const total = entries.reduce((sum, [, share]) => sum + share, 0);
  return entries.length === 0 ? [['', 1]] : entries.map(([name, share]) => [name, share / total]);
}
