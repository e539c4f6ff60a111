import { randomBytes } from 'node:crypto';
import { appendFile, chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface SessionFiles {
  /** Secret of this collector: sessions survive a restart. */
  readonly key: Uint8Array;
  /** Sessions that were ended before their time. */
  readonly signedOut: SignedOut;
}

export interface SignedOut {
  has(id: string): boolean;
  /** Resolves once a restart would remember it. */
  add(id: string, expiresMs: number): Promise<void>;
}

const keyBytes = 32;
/** Nobody else on the machine reads or writes. */
const mode = 0o600;

/** `session.key` and `signed-out-sessions` in the data directory. */
export async function openSessionFiles(dataDir: string, nowMs: number): Promise<SessionFiles> {
  await mkdir(dataDir, { recursive: true });
  return {
    key: await openKey(join(dataDir, 'session.key')),
    signedOut: await openSignedOut(join(dataDir, 'signed-out-sessions'), nowMs),
  };
}

async function openKey(path: string): Promise<Uint8Array> {
  const known = await readFile(path).catch(unlessMissing);
  // Shorter when a crash cut its writing short: then nobody was let in with it.
  if (known?.length === keyBytes) {
    await chmod(path, mode);
    return known;
  }
  const key = randomBytes(keyBytes);
  await writeSecretly(path, key);
  return key;
}

async function openSignedOut(path: string, nowMs: number): Promise<SignedOut> {
  const text = (await readFile(path, 'utf8').catch(unlessMissing)) ?? '';
  const lines = text.split('\n').filter((line) => Number(/^(\d+) [\w-]+$/.exec(line)?.[1] ?? 0) > nowMs);
  const ids = new Set(lines.map((line) => line.split(' ')[1]));
  if (text !== '') await writeSecretly(path, lines.map((line) => `${line}\n`).join(''));
  return {
    has: (id) => ids.has(id),
    add: async (id, expiresMs) => {
      ids.add(id);
      await appendFile(path, `${expiresMs} ${id}\n`, { mode });
    },
  };
}

/** A file that is there already keeps its mode when it is written. */
async function writeSecretly(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(path, content, { mode });
  await chmod(path, mode);
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
