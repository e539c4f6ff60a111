import { Counter, Gauge, type Registry } from 'prom-client';
import type { OfficialNews, OfficialSourceState } from '../model/official.ts';

export interface OfficialMetrics {
  failed(source: { readonly provider: string; readonly id: string }, reason: string): void;
}

const states: readonly OfficialSourceState[] = ['ok', 'stale', 'unreadable', 'moved'];

/** How far vendors' status pages can be believed, read when somebody scrapes. */
export function createOfficialMetrics(
  registry: Registry,
  news: () => OfficialNews,
  now: () => number,
): OfficialMetrics {
  const registers = [registry];
  new Gauge({
    name: 'faultline_official_source_state',
    help: "1 for the state that a vendor's status page is in, 0 for the others.",
    labelNames: ['provider', 'source', 'state'],
    registers,
    collect() {
      for (const { source, state } of news().sources) {
        const { provider, id } = source;
        for (const each of states) this.set({ provider, source: id, state: each }, each === state ? 1 : 0);
      }
    },
  });
  new Gauge({
    name: 'faultline_official_source_age_seconds',
    help: "Since a vendor's status page was read with success; absent before the first time.",
    labelNames: ['provider', 'source'],
    registers,
    collect() {
      for (const { source, readAtMs } of news().sources) {
        const { provider, id } = source;
        if (readAtMs !== null) this.set({ provider, source: id }, Math.max(0, now() - readAtMs) / 1000);
      }
    },
  });
  const failures = new Counter({
    name: 'faultline_official_read_failures_total',
    help: "Readings of vendors' status pages that failed, by reason.",
    labelNames: ['provider', 'source', 'reason'],
    registers,
  });
  return {
    failed: ({ provider, id }, reason) => failures.inc({ provider, source: id, reason }),
  };
}
