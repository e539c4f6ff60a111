import type { AuditEntry } from '../../model/audit-entry.ts';
import type { AuditStore } from '../../store/store.ts';
import { createRateLimit } from '../auth/rate-limit.ts';

export interface AuditTrailOptions {
  readonly store: AuditStore;
  /** A line for every entry. */
  readonly log: (entry: AuditEntry) => void;
  /** So many entries stand in the log alone for now. */
  readonly onDelay: (error: unknown, entries: number) => void;
  readonly newId: () => string;
  readonly now: () => number;
}

export interface AuditTrail {
  /** Never rejects: what was done was done. */
  record(done: Omit<AuditEntry, 'id' | 'atMs'>): Promise<void>;
}

/** Wrong tokens, from everywhere together: guessing must not be a way to fill our disk. */
const failures = { burst: 200, perSecond: 1, callersMax: 1 } as const;

/** Entries that the store did not take: while it starts, or when its disk is full. */
const waitingMax = 1_000;

/** Who did what, into the log and into the store. What the store does not take is offered again with the next entry. */
export function createAuditTrail({ store, log, onDelay, newId, now }: AuditTrailOptions): AuditTrail {
  const failureLimit = createRateLimit(failures);
  let waiting: readonly AuditEntry[] = [];

  async function keep(entries: readonly AuditEntry[]): Promise<void> {
    for (const [place, entry] of entries.entries()) {
      try {
        await store.recordAudit(entry);
      } catch (error) {
        waiting = [...waiting, ...entries.slice(place)].slice(-waitingMax);
        return onDelay(error, waiting.length);
      }
    }
  }

  return {
    async record(done) {
      const entry = { id: newId(), atMs: now(), ...done };
      if (entry.action === 'login_failed' && failureLimit.take('everybody', entry.atMs) > 0) return;
      log(entry);
      const entries = [...waiting, entry];
      waiting = [];
      await keep(entries);
    },
  };
}
