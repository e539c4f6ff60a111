import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

/** Stands in front of a real ClickHouse and makes trouble for inserts; all other requests just pass. */
export interface EngineFront {
  readonly url: string;
  /** Settings that ClickHouse gets with every insert from now on, so that its own errors come back. */
  burden(settings: Readonly<Record<string, string>>): void;
  /** What becomes of the answers to inserts, which ClickHouse has carried out by then. */
  answers(fate: 'pass' | 'withheld' | 'cut off'): void;
  /** Inserts that ClickHouse has carried out. */
  inserts(): number;
}

export async function createEngineFront(engineUrl: string): Promise<EngineFront> {
  let settings: Readonly<Record<string, string>> = {};
  let fate: 'pass' | 'withheld' | 'cut off' = 'pass';
  let inserts = 0;

  function pass(asked: IncomingMessage, answer: ServerResponse): void {
    const url = new URL(asked.url ?? '/', engineUrl);
    const isInsert = url.searchParams.get('query')?.startsWith('INSERT') ?? false;
    if (isInsert) for (const [name, value] of Object.entries(settings)) url.searchParams.set(name, value);
    const { method = 'GET', headers } = asked;
    const passed = request(url, { method, headers, agent: false }, async (answered) => {
      const body = await answered.toArray();
      if (isInsert && answered.statusCode === 200) inserts += 1;
      if (isInsert && fate === 'withheld') return;
      if (isInsert && fate === 'cut off') return void answer.destroy();
      answer.writeHead(answered.statusCode ?? 500, answered.headers).end(Buffer.concat(body));
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  }

  const server = createServer(pass).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the front has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    burden: (next) => {
      settings = next;
    },
    answers: (next) => {
      fate = next;
    },
    inserts: () => inserts,
  };
}
