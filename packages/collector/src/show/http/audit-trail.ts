import type { AuditEntry } from '../../model/audit-entry.ts';
import type { AuditStore } from '../../store/store.ts';
import { createRateLimit } from '../auth/rate-limit.ts';

export interface AuditTrailOptions {
  readonly store: AuditStore;
  /** A line for every entry. */
  readonly log: (entry: AuditEntry) => void;
  /** The entry stands in the log alone. */
  readonly onLost: (error: unknown, entry: AuditEntry) => void;
  readonly newId: () => string;
  readonly now: () => number;
}

export interface AuditTrail {
  /** Never rejects: what was done was done. */
  record(done: Omit<AuditEntry, 'id' | 'atMs'>): Promise<void>;
}

/** Wrong tokens, from everywhere together: guessing must not be a way to fill our disk. */
const failures = { burst: 200, perSecond: 1, callersMax: 1 } as const;

/** Who did what, into the log and into the store. */
export function createAuditTrail({ store, log, onLost, newId, now }: AuditTrailOptions): AuditTrail {
  const failureLimit = createRateLimit(failures);
  return {
    async record(done) {
      const entry = { id: newId(), atMs: now(), ...done };
      if (entry.action === 'login_failed' && failureLimit.take('everybody', entry.atMs) > 0) return;
      log(entry);
      await store.recordAudit(entry).catch((error: unknown) => onLost(error, entry));
    },
  };
}
