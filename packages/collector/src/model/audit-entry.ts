import type { Role } from './access.ts';

/** Who did what, when, to what, and from where. */
export interface AuditEntry {
  readonly id: string;
  readonly atMs: number;
  /** The name of the token, not what people call themselves; empty for somebody who was not let in. */
  readonly actor: string;
  readonly role: Role | null;
  /**
   * `login`, `login_failed`, `logout`, `note`, `feedback`, `merge`, `override`, `override_ended`, or the method of another
   * request that changed something.
   */
  readonly action: string;
  /** What it was done to: an incident's id, a vendor or model with the state it was set to, or the path. */
  readonly subject: string;
  /** Null when it is not known. */
  readonly address: string | null;
}

/** The newest first. */
export function newestFirst(a: AuditEntry, b: AuditEntry): number {
  return b.atMs - a.atMs || (a.id < b.id ? -1 : 1);
}
