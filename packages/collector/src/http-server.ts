import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';

export interface HttpServer {
  /** Where it listens, as a URL. */
  readonly url: string;
  /** Takes no new connection, answers what is in flight, resolves when nothing is open any more. */
  close(): Promise<void>;
}

/** A request in flight at shutdown gets this long; then its connection is cut and its sender retries elsewhere. */
const drainMsMax = 5000;

/** Rejects when the address cannot be had. */
export async function openServer(
  web: Hono,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<HttpServer> {
  const server = await listen(web, host, port);
  const address = server.address() as AddressInfo;
  let closing = false;
  // A busy sender would otherwise keep its connection alive, and us, for as long as it has something to send.
  server.prependListener('request', (_request, response) => {
    if (closing) response.setHeader('Connection', 'close');
  });
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    close: async () => {
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const cut = setTimeout(() => server.closeAllConnections(), drainMsMax);
      await closed;
      clearTimeout(cut);
    },
  };
}

function listen(web: Hono, hostname: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: web.fetch, hostname, port }, () => resolve(server as Server));
    server.once('error', reject);
  });
}
