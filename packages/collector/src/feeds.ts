import { randomUUID } from 'node:crypto';
import type { Config } from './config/schema.ts';
import type { Correction } from './evaluate/slo/corrections.ts';
import { addressBelow } from './model/address.ts';
import { createHealthFeed } from './show/health/health-feed.ts';
import { createOverrideBook } from './show/health/override-book.ts';
import type { HealthRoutesOptions } from './show/http/health-routes.ts';
import { type StatusRoutesOptions, statusPrefix } from './show/http/status-routes.ts';
import { createStatusSource } from './show/status/status-source.ts';
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
export function openHealth({ store, feed, complain, now }: FeedsOptions): HealthRoutesOptions {
  const message = 'what operators say about vendors cannot be read';
  const onRead = (problem: string | null): void => complain('overrides', problem, message);
  const overrides = createOverrideBook({ store, now, onRead });
  // Another process, another name: its versions mean something else.
  const instance = randomUUID();
  const health = createHealthFeed({ wall: feed, overrides: overrides.inForce, instance, now });
  return { health, overrides, newId: randomUUID, now };
}

/** What aggregators and the public read of it. */
export function openStatus(
  { status, publicUrl }: Pick<Config, 'status' | 'publicUrl'>,
  maintenances: readonly Correction[],
  { store, feed, complain, now }: FeedsOptions,
): StatusRoutesOptions {
  const message = 'incidents of the status page cannot be read';
  const onRead = (problem: string | null): void => complain('status page', problem, message);
  const { title, public: isPublic } = status;
  const page = publicUrl === undefined ? null : addressBelow(publicUrl, statusPrefix);
  return {
    source: createStatusSource({ feed, store, maintenances, title, onRead, now }),
    isPublic,
    url: status.url ?? page,
  };
}
