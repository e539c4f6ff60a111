import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cleanup } from './cleanup.ts';

export interface RoundRobin {
  readonly url: string;
  /** Where requests go from now on, by turns. */
  point(urls: readonly string[]): void;
  /** How many requests each address has answered. */
  answered(url: string): number;
}

/**
 * What stands before several collectors: each request goes to the next of them, and to another one when nobody listens there
 * any more. A connection that breaks later is the sender's to know of.
 */
export async function startRoundRobin(cleanup: Cleanup): Promise<RoundRobin> {
  let targets: readonly string[] = [];
  let turn = 0;
  const answers = new Map<string, number>();
  const agent = new Agent({ keepAlive: true });

  function forward(incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse, left: number): void {
    turn += 1;
    const target = targets[turn % targets.length];
    if (target === undefined || left === 0) return void outgoing.writeHead(502).end();
    const { method, headers } = incoming;
    const passed = request(new URL(incoming.url ?? '/', target), { method, headers, agent });
    passed.on('response', (answer) => {
      answers.set(target, (answers.get(target) ?? 0) + 1);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', (error: NodeJS.ErrnoException) => {
      if (outgoing.headersSent) outgoing.destroy();
      else if (error.code === 'ECONNREFUSED') forward(incoming, body, outgoing, left - 1);
      else outgoing.writeHead(502).end();
    });
    passed.end(body);
  }

  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    forward(incoming, Buffer.concat(chunks), outgoing, targets.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup.add(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    point: (urls) => {
      targets = urls;
    },
    answered: (url) => answers.get(url) ?? 0,
  };
}
