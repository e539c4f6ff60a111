import type { Lease } from './lease.ts';

/** Others take over this long after a speaker was heard of last. Alertmanager bears four minutes of silence. */
export const speakerLeaseMs = 30_000;
const askedEveryMs = 10_000;

export interface Speaker {
  /** Whether it is this collector that tells of alerts. */
  isSpeaking(): Promise<boolean>;
  close(): Promise<void>;
}

/** Of several collectors on one server one speaks: two that differ by a moment would tell an end and a beginning by turns. */
export function createSpeaker(lease: Lease, now: () => number): Speaker {
  let speaks = false;
  let askedMs = Number.NEGATIVE_INFINITY;
  return {
    async isSpeaking() {
      // A clock that was set back must not keep us from holding the lease until it has caught up.
      if (Math.abs(now() - askedMs) < askedEveryMs) return speaks;
      askedMs = now();
      // Without the server nobody else can claim it either: whoever spoke goes on.
      speaks = await lease.claim().catch(() => speaks);
      return speaks;
    },
    async close() {
      if (speaks) await lease.release().catch(() => undefined);
      speaks = false;
    },
  };
}

/** The embedded engine has one collector. */
export const alone: Speaker = { isSpeaking: async () => true, close: async () => undefined };
