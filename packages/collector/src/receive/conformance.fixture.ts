import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import {
  JsonLogsSerializer,
  JsonMetricsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import { Hono } from 'hono';
import { type HttpServer, openServer } from '../http-server.ts';
import { type Bench, createBench } from './receiver.fixture.ts';
import type { ReceiverOptions } from './receiver.ts';

export const protobuf = 'application/x-protobuf';
export const json = 'application/json';
export const signals = ['traces', 'metrics', 'logs'] as const;
export type Signal = (typeof signals)[number];

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The client's port, which tells one connection from another. */
  readonly port: number;
}

export interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly contentType?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Several pieces, or `isChunked`, go without a Content-Length. */
  readonly pieces: readonly (Uint8Array | string)[];
  readonly isChunked?: boolean;
}

/** A receiver on a real socket, mounted twice: at the root, as senders expect it, and below a prefix. */
export interface Receiving extends Bench {
  send(sent: Sent): Promise<Answer>;
  readonly server: HttpServer;
}

export async function receiving(options: Partial<ReceiverOptions> = {}): Promise<Receiving> {
  const bench = createBench(options);
  const web = new Hono().route('/', bench.app).route('/otlp', bench.app);
  const server = await openServer(web, { host: '127.0.0.1', port: 0 });
  return { ...bench, server, send: (sent) => send(server.url, sent) };
}

function send(
  url: string,
  { path = '/v1/traces', method = 'POST', contentType = protobuf, headers, pieces, isChunked }: Sent,
): Promise<Answer> {
  const [only] = pieces;
  const length = isChunked || pieces.length !== 1 ? {} : { 'content-length': Buffer.byteLength(only ?? '') };
  const type = contentType === '' ? {} : { 'content-type': contentType };
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${url}${path}`,
      { method, headers: { ...type, ...length, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        const port = response.socket.localPort ?? 0;
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
            port,
          }),
        );
      },
    );
    request.on('error', reject);
    for (const piece of pieces) request.write(piece);
    request.end();
  });
}

const readers = {
  traces: { protobuf: ProtobufTraceSerializer, json: JsonTraceSerializer },
  metrics: { protobuf: ProtobufMetricsSerializer, json: JsonMetricsSerializer },
  logs: { protobuf: ProtobufLogsSerializer, json: JsonLogsSerializer },
} as const;

/** A reply as OpenTelemetry's own exporters read it. */
export function replyRead(signal: Signal, { headers, body }: Answer): object {
  const reader = readers[signal][headers['content-type'] === json ? 'json' : 'protobuf'];
  return reader.deserializeResponse(body);
}
