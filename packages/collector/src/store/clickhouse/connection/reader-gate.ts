import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { Address } from './connector.ts';
import { readerPath, readerUser } from './engine-config.ts';

export interface ReaderGateOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Password of the user `faultline_reader`. */
  readonly key: string;
}

/** Where Grafana and others read the embedded engine, under one address however often the engine starts again. */
export interface ReaderGate {
  readonly port: number;
  connect(address: Address): void;
  disconnect(): void;
  close(): Promise<void>;
}

export class ReaderGateError extends Error {
  constructor({ host, port }: ReaderGateOptions, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `The readers of ClickHouse cannot be given ${host}:${port}: ${reason}. Choose another place with ` +
        'clickhouse.reader (FAULTLINE_CLICKHOUSE_READER_HOST, FAULTLINE_CLICKHOUSE_READER_PORT).',
      { cause },
    );
    this.name = 'ReaderGateError';
  }
}

/** What says how a query is sent and wanted; nothing that says who sends it. */
const headersPassed = [
  'accept-encoding',
  'content-encoding',
  'content-length',
  'content-type',
  'user-agent',
  'x-clickhouse-database',
  'x-clickhouse-format',
];

/**
 * Speaks ClickHouse's HTTP interface. The login is HTTP's Basic, because every client can do that and Grafana's data
 * source does nothing else; what the engine then allows is decided there, by the user that its reader's path is for.
 */
export async function openReaderGate(options: ReaderGateOptions): Promise<ReaderGate> {
  const expected = digest(`Basic ${Buffer.from(`${readerUser}:${options.key}`).toString('base64')}`);
  let engine: Address | undefined;

  const server = createServer((incoming, answer) => {
    if (!timingSafeEqual(digest(incoming.headers.authorization ?? ''), expected)) {
      answer.setHeader('WWW-Authenticate', 'Basic realm="Faultline"');
      return refuse(answer, 401, `The user is ${readerUser}, the password is clickhouse.reader.key.`);
    }
    if (!engine) {
      answer.setHeader('Retry-After', '1');
      return refuse(answer, 503, 'The embedded ClickHouse is starting.');
    }
    forward(engine, incoming, answer);
  });
  server.listen(options.port, options.host);
  await once(server, 'listening').catch((error: unknown) => {
    throw new ReaderGateError(options, error);
  });

  return {
    port: portOf(server.address()),
    connect(address) {
      engine = address;
    },
    disconnect() {
      engine = undefined;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function forward(engine: Address, incoming: IncomingMessage, answer: ServerResponse): void {
  const { search } = new URL(incoming.url ?? '/', 'http://gate');
  const passed = headersPassed.flatMap((name) => {
    const value = incoming.headers[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const forwarded = request(new URL(`${readerPath}${search}`, engine.url), {
    method: incoming.method,
    headers: { ...Object.fromEntries(passed), ...engine.headers },
    // An idle connection would hold up the engine's clean end.
    agent: false,
  });
  forwarded.on('response', (result) => {
    // Those two are about the connection between us and the engine.
    const { connection: _, 'keep-alive': __, ...headers } = result.headers;
    answer.writeHead(result.statusCode ?? 502, headers);
    // Destroys the answer if its source is cut off, so that it does not look complete.
    pipeline(result, answer, () => undefined);
  });
  forwarded.on('error', () => {
    if (answer.headersSent) answer.destroy();
    else refuse(answer, 503, 'The embedded ClickHouse is starting.');
  });
  // Ends the query as well: nobody waits for it any longer.
  answer.on('close', () => forwarded.destroy());
  incoming.pipe(forwarded);
}

function refuse(answer: ServerResponse, status: number, reason: string): void {
  answer.writeHead(status, { 'Content-Type': 'text/plain' }).end(`${reason}\n`);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
