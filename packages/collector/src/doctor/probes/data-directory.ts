import { access, constants, mkdtemp, open, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isLocked } from '../../store/lock.ts';
import type { DirectoryFacts } from '../data-directory.ts';

/** Writes a few blocks there, or in the folder in which it will be made, and takes them away again. */
export async function probeDirectory(dataDir: string): Promise<DirectoryFacts> {
  const path = resolve(dataDir);
  try {
    const place = await existingFolder(path);
    const exists = place === path;
    const { uid } = await stat(place);
    const { bavail, bsize, ffree, files } = await statfs(place);
    return {
      kind: 'usable',
      path,
      exists,
      isOurs: uid === process.getuid?.() || process.getuid === undefined,
      isLocked: exists && (await isLocked(path)),
      syncMs: await medianSyncMs(place),
      freeBytes: bavail * bsize,
      freeInodes: files === 0 ? null : ffree,
    };
  } catch (error) {
    return { kind: 'unusable', path, reason: reasonOf(error) };
  }
}

class NotAFolderError extends Error {}

/** The folder itself, or the nearest one above it. */
async function existingFolder(path: string): Promise<string> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found === null) return existingFolder(dirname(path));
  if (!found.isDirectory()) throw new NotAFolderError(`${path} is a file and no folder`);
  await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  return path;
}

const writes = 5;
const block = Buffer.alloc(4_096, 'faultline ');

async function medianSyncMs(place: string): Promise<number> {
  const folder = await mkdtemp(join(place, '.faultline-doctor-'));
  const path = join(folder, 'block');
  try {
    const file = await open(path, 'w');
    const tookMs: number[] = [];
    try {
      for (let write = 0; write < writes; write += 1) {
        const startedMs = performance.now();
        await file.appendFile(block);
        await file.datasync();
        tookMs.push(performance.now() - startedMs);
      }
    } finally {
      await file.close();
    }
    return tookMs.sort((a, b) => a - b)[Math.floor(writes / 2)] ?? 0;
  } finally {
    await rm(path, { force: true });
    await rmdir(folder);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is mounted for reading only',
  ENOTDIR: 'a part of the path is a file and no folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of this user is used up',
};

function reasonOf(error: unknown): string {
  if (error instanceof NotAFolderError) return error.message;
  const { code = '', message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}
