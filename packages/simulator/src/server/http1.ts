import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pause } from './pause.ts';
import type { Handle, WireRequest, WireResponse } from './wire.ts';

const flushPollMs = 1;

export function createHttp1Server(handle: Handle): Server {
  const server = createServer((request, response) => handle(wireRequest(request), wireResponse(response)));
  // A pooled connection that the server closes first would look like the reset we simulate.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  return server;
}

function wireRequest(request: IncomingMessage): WireRequest {
  return {
    method: request.method ?? '',
    target: request.url ?? '/',
    headers: request.headers,
    body: request,
  };
}

function wireResponse(response: ServerResponse): WireResponse {
  return {
    isClosed: () => response.closed,
    isFinished: () => response.writableFinished,
    onceClosed: (callback) => response.once('close', callback),
    writeHead: (status, headers) => response.writeHead(status, headers),
    flushHead: () => response.flushHeaders(),
    write: (chunk) => response.write(chunk),
    end: (chunk) => response.end(chunk),
    reset: (signal) => resetOnceSent(response, signal),
    destroy: (error) => response.destroy(error),
  };
}

async function resetOnceSent(response: ServerResponse, signal: AbortSignal): Promise<void> {
  do {
    if (!(await pause(flushPollMs, signal))) return;
  } while (response.socket && response.socket.writableLength > 0);
  response.socket?.resetAndDestroy();
}
