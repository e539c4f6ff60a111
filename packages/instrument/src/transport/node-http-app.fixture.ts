import { once } from 'node:events';
import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request as open,
  type RequestListener,
  type RequestOptions,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { VendorCase } from '../clients/watched-vendors.fixture.ts';

/** For tests: what an app on `node:http` does, or a client library in its name. */

export type Urls = Parameters<VendorCase['run']>[0];

export function bodyOf(fields: object = {}): string {
  return JSON.stringify({
    model: 'gpt-5.4',
    messages: [{ role: 'user', content: 'Grüß Gott' }],
    ...fields,
  });
}

export function start(url: string, options: RequestOptions = {}): ClientRequest {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer sk-node-12345678' };
  const request = open(url, { method: 'POST', headers, ...options });
  // As every client does: an error after the response is told by the response, too.
  return request.on('error', () => undefined);
}

export function chat(urls: Urls, options?: RequestOptions): ClientRequest {
  return start(`${urls.openai}/v1/chat/completions`, options);
}

export function post(urls: Urls, fields?: object): ClientRequest {
  return chat(urls).end(bodyOf(fields));
}

export async function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

export async function textOf(body: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString();
}

export async function answered(request: ClientRequest): Promise<unknown> {
  const response = await answerTo(request);
  return [response.statusCode, await textOf(response)];
}

/** Runs `use` against a server of the app's own. */
export async function serving<Result>(
  listener: RequestListener,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
