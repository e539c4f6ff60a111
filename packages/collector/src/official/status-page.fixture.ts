import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { OfficialSource } from '../model/official.ts';

export function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
}

export function sampleSource(source: Partial<OfficialSource> = {}): OfficialSource {
  return {
    id: 'anthropic',
    provider: 'anthropic',
    region: null,
    format: 'statuspage',
    url: 'https://status.example.com/api/v2/summary.json',
    historyUrl: null,
    components: ['Model API'],
    elsewhere: [],
    ...source,
  };
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface StatusPage {
  readonly url: string;
  /** What came, oldest first. */
  readonly requests: readonly IncomingMessage[];
  answer(next: Answer): void;
}

/** A status page on this machine that answers as it is told, until the test ends. */
export async function startStatusPage(first: Answer): Promise<StatusPage> {
  let answer = first;
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (next) => {
      answer = next;
    },
  };
}

export const json = (text: string, headers: Record<string, string> = {}): Answer =>
  page(text, 'application/json; charset=utf-8', headers);

export function page(text: string, contentType: string, headers: Record<string, string> = {}): Answer {
  return (_, response) => {
    response.writeHead(200, { 'content-type': contentType, ...headers });
    response.end(text);
  };
}

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(code, headers);
    response.end();
  };

export const redirect = (location: string): Answer => status(302, { location });
