import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createHttp1Server } from './http1.ts';
import { acceptHttp2 } from './http2.ts';
import type { Handle } from './wire.ts';

export interface Listener {
  /** Origin, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Cuts every connection and frees the port. */
  close(): Promise<void>;
}

/** On a loopback port of its own, HTTP/1.1 and, for clients that begin with its preface, HTTP/2. */
export async function listen(handle: Handle): Promise<Listener> {
  const http1 = createHttp1Server(handle);
  const sockets = new Set<Socket>();
  // As a server of node:http listens: `noDelay`, or a reset would overtake what was written before it.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    readOpening(socket, Buffer.alloc(0), (opening) => {
      socket.unshift(opening);
      if (opening.indexOf(http2Preface) === 0) acceptHttp2(socket, handle);
      else http1.emit('connection', socket);
      socket.resume();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: urlOf(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The beginning of RFC 9113's connection preface that no HTTP/1.1 method shares. */
const http2Preface = 'PRI';

function readOpening(socket: Socket, seen: Buffer, done: (opening: Buffer) => void): void {
  socket.once('data', (chunk) => {
    socket.pause();
    const opening = Buffer.concat([seen, chunk]);
    if (opening.length >= http2Preface.length) done(opening);
    else {
      readOpening(socket, opening, done);
      socket.resume();
    }
  });
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
