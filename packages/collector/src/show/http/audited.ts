/** What the audit calls a request that changed something. */
export interface Audited {
  readonly action: string;
  readonly subject: string;
}

const aboutIncident = /^\/api\/v1\/incidents\/([^/]+)\/(notes|feedback|merge)$/;
const pathMax = 200;

/** A route that is not known here is told by its path; one that knows better sets `audited` in its context. */
export function auditedAs(method: string, path: string): Audited {
  const [, subject, deed] = aboutIncident.exec(path) ?? [];
  if (subject && deed) return { action: deed === 'notes' ? 'note' : deed, subject };
  return { action: method.toLowerCase(), subject: path.slice(0, pathMax) };
}
