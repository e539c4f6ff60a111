import type { Role } from '../../model/access.ts';

/** Which role a request takes; null: anybody may. */
export type Need = Role | null;

export interface Asked {
  readonly method: string;
  /** As the router matches it. */
  readonly path: string;
}

/** Probes, which have no token, and the way in and out. */
const openPaths = new Set(['/livez', '/readyz', '/login', '/logout']);
/** The login page needs them, and they are the same for everybody. */
const asset = /^\/assets\/[^/]+$/;
const auditPath = '/api/v1/audit';

/** Whatever is not named here is closed. `isPublic` tells of what else anybody may read. */
export function needOf({ method, path }: Asked, isPublic: (path: string) => boolean): Need {
  if (openPaths.has(path)) return null;
  if (!isReading(method)) return 'operate';
  if (asset.test(path) || isPublic(path)) return null;
  return path === auditPath ? 'operate' : 'view';
}

/** Methods that change nothing (RFC 9110, 9.2.1). */
export function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** Who operates may look as well. */
export function mayDo(need: Role, role: Role): boolean {
  return need === 'view' || role === 'operate';
}
