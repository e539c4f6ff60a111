import type { Context } from 'hono';
import type { AccessToken } from '../../model/access.ts';
import type { AuditEntry } from '../../model/audit-entry.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import type { AccessOptions } from './access.ts';

export const viewer: AccessToken = {
  name: 'wall screen',
  role: 'view',
  token: 'view-token-of-the-wall-screen',
};
export const operator: AccessToken = { name: 'kim', role: 'operate', token: 'operate-token-of-kim-1234567' };

export interface SampleAccess extends AccessOptions {
  /** What went into the log. */
  readonly logged: AuditEntry[];
}

/** With nothing set, open to everybody; the address of a request is what its environment says. */
export function sampleAccess(options: Partial<AccessOptions> = {}): SampleAccess {
  const logged: AuditEntry[] = [];
  const signedOut = new Set<string>();
  let ids = 0;
  return {
    logged,
    tokens: [],
    store: createMemoryStore(),
    sessionFiles: {
      key: new Uint8Array(32).fill(7),
      signedOut: { has: (id) => signedOut.has(id), add: async (id) => void signedOut.add(id) },
    },
    publicUrl: undefined,
    trustProxy: 0,
    socketAddress: ({ env }: Context) => (env as { address?: string } | undefined)?.address ?? '192.0.2.1',
    isPublic: () => false,
    renderLogin: ({ next, problem }) => `<form>${next} ${problem}</form>`,
    log: (entry) => void logged.push(entry),
    onLost: (error) => {
      throw error;
    },
    onForgetful: (error) => {
      throw error;
    },
    newId: () => `id-${++ids}`,
    now: () => Date.parse('2026-06-22T01:00:00Z'),
    ...options,
  };
}
