import { randomUUID } from 'node:crypto';
import { accessTokens } from './config/access.ts';
import type { Config } from './config/schema.ts';
import { type Access, type AccessOptions, createAccess } from './show/http/access.ts';
import { socketAddress } from './show/http/caller.ts';
import { openSessionFiles } from './show/http/session-files.ts';
import { statusPrefix } from './show/http/status-routes.ts';
import type { Logger } from './telemetry/logger.ts';

export interface OpenAccessOptions extends Pick<AccessOptions, 'store' | 'renderLogin' | 'now'> {
  readonly config: Config;
  readonly logger: Logger;
}

/** Who may see and do what, by the configuration; with the secrets and the log that this takes. */
export async function openAccess({ config, logger, now, ...rest }: OpenAccessOptions): Promise<Access> {
  const { publicUrl, trustProxy, dataDir, status } = config;
  const audit = logger.child({ part: 'audit' });
  return createAccess({
    ...rest,
    tokens: accessTokens(config),
    sessionFiles: await openSessionFiles(dataDir, now()),
    publicUrl,
    trustProxy,
    socketAddress,
    isPublic: (path) => status.public && isBelow(path, statusPrefix),
    log: ({ id: _id, atMs: _atMs, ...entry }) => audit.info(entry, 'audit'),
    onDelay: (err, entries) =>
      audit.warn({ err, entries }, 'entries of the audit are in this log alone for now'),
    onForgetful: (err) => audit.error({ err }, 'a session that was signed out opens again after a restart'),
    newId: randomUUID,
    now,
  });
}

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}
