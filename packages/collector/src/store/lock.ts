import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Logger } from './logger.ts';

export interface Lock {
  release(): Promise<void>;
}

/** A socket's path must fit into `sockaddr_un`: 104 bytes on macOS. */
const socketPathBytesMax = 100;

/**
 * Keeps a second collector out of a data directory: two would insert the same segments. The lock is a listening socket,
 * because the kernel takes it back whatever way its holder ends; a file with a process id in it outlives its holder.
 */
export async function lockDirectory(directory: string, logger: Logger): Promise<Lock> {
  await mkdir(directory, { recursive: true });
  const path = socketPath(resolve(directory));
  const server = createServer((socket) => socket.destroy());
  server.unref();
  try {
    await listen(server, path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      if (await answers(path)) throw new Error(`another collector is using ${directory}`, { cause: error });
      await rm(path, { force: true });
      await listen(server, path);
    });
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    logger.warn(
      { err: error },
      'the data directory cannot be locked here; make sure that no one else uses it',
    );
  }
  return {
    release: () =>
      new Promise((done) => {
        server.close(() => done());
      }),
  };
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
    socket.once('error', () => done(false));
  });
}

/** Some network and shared file systems have no sockets. */
function isUnsupported(error: unknown): boolean {
  return ['ENOTSUP', 'EOPNOTSUPP', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
}
