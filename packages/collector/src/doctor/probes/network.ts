import { connect as connectPlain, createServer, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import type { DestinationFacts } from '../destinations.ts';
import type { ListenOutcome } from '../listening.ts';

/** Takes the address for a moment. */
export function probeListening(host: string, port: number): Promise<ListenOutcome> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', ({ code = 'unknown' }: NodeJS.ErrnoException) =>
      resolve(code === 'EADDRINUSE' ? { kind: 'taken' } : { kind: 'impossible', code }),
    );
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve({ kind: 'free' })));
  });
}

/** Connects, with the handshake of TLS where there is one, and says nothing. */
export function probeDestination(url: string, timeoutMs: number): Promise<DestinationFacts> {
  const { protocol, hostname, port, host } = new URL(url);
  const isSecure = protocol === 'https:';
  // An IPv6 address stands in brackets there.
  const name = hostname.replace(/^\[(.*)\]$/, '$1');
  const target = { host: name, port: Number(port === '' ? (isSecure ? 443 : 80) : port) };
  return new Promise((resolve) => {
    const socket: Socket = isSecure
      ? connectSecure({ ...target, ...(/^[\d.]+$|:/.test(name) ? {} : { servername: name }) })
      : connectPlain(target);
    const settle = (failure: DestinationFacts['failure']): void => {
      socket.destroy();
      resolve({ host, failure });
    };
    socket.setTimeout(timeoutMs, () => settle({ code: 'ETIMEDOUT', message: 'no answer' }));
    socket.once(isSecure ? 'secureConnect' : 'connect', () => settle(null));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      settle({ code: error.code ?? 'unknown', message: error.message }),
    );
  });
}
