import type { Registry } from 'prom-client';
import type { OfficialConfig } from './config/official.ts';
import { officialSources } from './official/catalogue.ts';
import { type Official, startOfficial } from './official/official.ts';
import type { OfficialStore } from './store/store.ts';
import type { Complain } from './telemetry/complaints.ts';
import { createOfficialMetrics } from './telemetry/official-metrics.ts';

interface Surroundings {
  readonly store: OfficialStore;
  readonly registry: Registry;
  readonly complain: Complain;
  readonly now: () => number;
}

/** Vendors' status pages, measured; undefined where nobody asked for them to be read. */
export function readOfficial(
  { enabled, sources }: OfficialConfig,
  { store, registry, complain, now }: Surroundings,
): Official | undefined {
  if (!enabled) return undefined;
  const official = startOfficial({
    sources: officialSources(sources),
    store,
    fetch,
    now,
    random: Math.random,
    complain,
    onFailure: (source, reason) => metrics.failed(source, reason),
  });
  const metrics = createOfficialMetrics(registry, official.news, now);
  return official;
}
