import { type IncomingHttpHeaders, performServerHandshake, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { pause } from './pause.ts';
import type { Handle, WireResponse } from './wire.ts';

const handOnMs = 50;

/** HTTP/2 with prior knowledge (RFC 9113, 3.3) on a connection that has just been opened. */
export function acceptHttp2(socket: Socket, handle: Handle): void {
  const session = performServerHandshake(transportOf(socket));
  session.on('stream', (stream, headers) => answer(handle, stream, headers, socket));
  // Clients leave and faults cut connections: `close` of each stream says all there is to say.
  session.on('error', () => {});
}

function answer(
  handle: Handle,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  socket: Socket,
): void {
  stream.on('error', () => {});
  const request = {
    method: headers[':method'] ?? '',
    target: headers[':path'] ?? '/',
    headers,
    body: stream,
  };
  handle(request, wireResponse(stream, socket));
}

function wireResponse(stream: ServerHttp2Stream, socket: Socket): WireResponse {
  return {
    isClosed: () => stream.closed || stream.destroyed,
    // A stream that its client gave up ends on its own, and looks finished.
    isFinished: () => stream.writableFinished && !stream.aborted,
    onceClosed: (callback) => stream.once('close', callback),
    writeHead: (status, headers) => stream.respond({ ':status': status, ...headers }),
    flushHead: () => {},
    write: (chunk) => stream.write(chunk),
    end: (chunk) => stream.end(chunk),
    reset: (signal) => resetOnceArrived(stream, socket, signal),
    destroy: (error) => stream.destroy(error),
  };
}

/** The acknowledgement of a ping tells that the client has read every frame before it (RFC 9113, 6.7). */
async function resetOnceArrived(
  stream: ServerHttp2Stream,
  socket: Socket,
  signal: AbortSignal,
): Promise<void> {
  const { session } = stream;
  if (!session || session.destroyed) return;
  await new Promise<void>((resolve) => {
    session.once('close', resolve);
    session.ping(() => resolve());
  });
  // Read is not yet handed on, and an error overtakes what waits within the client.
  if (await pause(handOnMs, signal)) resetWithoutGoodbye(socket);
}

/** A FIN before the reset would look to an HTTP/2 client like streams that were cancelled on purpose. */
function resetWithoutGoodbye(socket: Socket): void {
  socket.destroySoon = () => socket.destroy();
  socket.resetAndDestroy();
}

/** An HTTP/2 session that owns its socket says goodbye before a reset; one that owns only this cannot. */
function transportOf(socket: Socket): Duplex {
  const transport = new Duplex({
    read: () => {
      socket.resume();
    },
    write: (chunk, encoding, done) => {
      socket.write(chunk, encoding, done);
    },
    final: (done) => {
      socket.end(done);
    },
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk) => {
    if (!transport.push(chunk)) socket.pause();
  });
  socket.on('end', () => transport.push(null));
  socket.on('close', () => transport.destroy());
  return transport;
}
