import { createHash, randomBytes } from 'node:crypto';
import { access, constants, link, mkdir, realpath, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from './logger.ts';

export interface Lock {
  release(): Promise<void>;
}

/** The data directory is none, or not ours. For a person, who chooses another one. */
export class DataDirectoryError extends Error {
  constructor(problem: string, options?: ErrorOptions) {
    super(`${problem} with --data-dir or FAULTLINE_DATA_DIR.`, options);
    this.name = 'DataDirectoryError';
  }
}

/** A socket's path must fit into `sockaddr_un`, 104 bytes on macOS, with what is appended to it here. */
const socketPathBytesMax = 80;

/**
 * Keeps a second collector out of a data directory: two would insert the same segments. The lock is a listening socket,
 * because the kernel takes it back whatever way its holder ends; a file with a process id in it outlives its holder.
 */
export async function lockDirectory(directory: string, logger: Logger): Promise<Lock> {
  await makeWritable(directory);
  const path = socketPath(await realpath(directory));
  const own = `${path}.${randomBytes(4).toString('hex')}`;
  const server = createServer((socket) => socket.destroy());
  server.unref();
  let isClaimed = false;
  try {
    await listen(server, own);
    await claim(own, path, directory);
    isClaimed = true;
  } catch (error) {
    if (!isUnsupported(error)) {
      server.close();
      throw error;
    }
    logger.warn(
      { err: error },
      'the data directory cannot be locked here; make sure that no one else uses it',
    );
  }
  return {
    release: async () => {
      if (isClaimed) await rm(path, { force: true });
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

/** Whether a collector uses this data directory now; its lock is left alone. */
export async function isLocked(directory: string): Promise<boolean> {
  return answers(socketPath(await realpath(directory)));
}

async function makeWritable(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const reason = reasons[code] ?? String(error);
    throw new DataDirectoryError(
      `The data directory ${directory} cannot be used: ${reason}. Choose another`,
      {
        cause: error,
      },
    );
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'its disk is read-only',
  EEXIST: 'it is a file',
  ENOTDIR: 'a part of its path is a file',
  ENOSPC: 'its disk is full',
};

/**
 * Gives our socket the lock's name, which only one can have. A dead holder's is moved away first; whoever moved a live
 * one by mistake, because two came at the same time, puts it back.
 */
async function claim(own: string, path: string, directory: string): Promise<void> {
  while (!(await linked(own, path))) {
    if ((await answers(path)) || (await movedAlive(path, `${own}.stale`))) {
      throw new DataDirectoryError(
        `another collector is using ${directory}; \`faultline doctor\` says what runs here. Stop it, or give this one a folder of its own`,
      );
    }
  }
}

/** False when the name is taken. */
async function linked(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function movedAlive(path: string, aside: string): Promise<boolean> {
  try {
    await rename(path, aside);
  } catch (error) {
    // Somebody else was faster; see who has the name now.
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
  const isAlive = await answers(aside);
  if (isAlive) await linked(aside, path);
  await rm(aside, { force: true });
  return isAlive;
}

function socketPath(directory: string): string {
  const name = `faultline-${createHash('sha256').update(directory).digest('hex').slice(0, 16)}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  const path = join(directory, 'lock');
  return Buffer.byteLength(path) <= socketPathBytesMax ? path : join(tmpdir(), `${name}.lock`);
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(path, () => {
      server.off('error', fail);
      done();
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    // Refused or gone is a dead holder; anything else (no permission) is one we cannot see.
    socket.once('error', (error) => done(!hasCode(error, 'ECONNREFUSED') && !hasCode(error, 'ENOENT')));
  });
}

function hasCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}

/** Some network and shared file systems have no sockets. */
function isUnsupported(error: unknown): boolean {
  return ['ENOTSUP', 'EOPNOTSUPP', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
}
