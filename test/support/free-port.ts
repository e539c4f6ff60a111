import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * A port that is free now and below the range from which the kernel serves outgoing connections: one of those could
 * otherwise take it while the program that listens there is being started again.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = randomInt(12_000, 32_000);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port found');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
