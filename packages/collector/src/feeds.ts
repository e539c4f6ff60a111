import { randomUUID } from 'node:crypto';
import type { Config } from './config/schema.ts';
import { createAuthorise } from './receive/bearer.ts';
import { createHealthFeed } from './show/health/health-feed.ts';
import { createOverrideBook } from './show/health/override-book.ts';
import type { HealthRoutesOptions } from './show/http/health-routes.ts';
import type { WallFeed } from './show/wall/wall-feed.ts';
import type { Store } from './store/store.ts';
import type { Complain } from './telemetry/complaints.ts';

export interface FeedsOptions {
  readonly store: Store;
  readonly feed: WallFeed;
  readonly complain: Complain;
  readonly now: () => number;
}

/** What programs read of the wall: routers and breakers the health feed. */
export function openHealth(
  { tokens }: Pick<Config, 'tokens'>,
  { store, feed, complain, now }: FeedsOptions,
): HealthRoutesOptions {
  const message = 'what operators say about vendors cannot be read';
  const onRead = (problem: string | null): void => complain('overrides', problem, message);
  const overrides = createOverrideBook({ store, now, onRead });
  // Another process, another name: its versions mean something else.
  const instance = randomUUID();
  const health = createHealthFeed({ wall: feed, overrides: overrides.inForce, instance, now });
  return { health, overrides, authorise: createAuthorise(tokens), newId: randomUUID, now };
}
