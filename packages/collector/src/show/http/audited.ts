/** What the audit calls a request that changed something. */
export interface Audited {
  readonly action: string;
  readonly subject: string;
}

const pathMax = 200;

/** For a route that sets nothing better as `audited` in its context: its path. */
export function auditedAs(method: string, path: string): Audited {
  return { action: method.toLowerCase(), subject: path.slice(0, pathMax) };
}
