import { byCreation, type HealthOverride, isInForce } from '../../model/health-override.ts';
import type { OverrideStore } from '../../store/store.ts';

export interface OverrideBook {
  /** Oldest first. */
  inForce(): readonly HealthOverride[];
  /** Learns what the collectors beside this one were told. What is known stays when it cannot be read. */
  read(): Promise<void>;
  /** A new one or one that was taken back. Holds at once; rejects when it cannot be kept. */
  save(override: HealthOverride): Promise<void>;
}

export interface OverrideBookOptions {
  readonly store: OverrideStore;
  readonly now: () => number;
  /** Why they could not be read; null when they could. */
  readonly onRead: (problem: string | null) => void;
}

/** Overrides as this process knows them, so that they hold while the database does not answer. */
export function createOverrideBook({ store, now, onRead }: OverrideBookOptions): OverrideBook {
  let known: readonly HealthOverride[] = [];
  return {
    inForce: () => known.filter((override) => isInForce(override, now())),
    read: async () => {
      try {
        known = await store.overrides(now());
        onRead(null);
      } catch (error) {
        onRead(error instanceof Error ? error.message : String(error));
      }
    },
    save: async (override) => {
      await store.saveOverride(override);
      known = [...known.filter(({ id }) => id !== override.id), override].sort(byCreation);
    },
  };
}
