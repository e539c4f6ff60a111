import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cleanup } from './cleanup.ts';
import { type ReceivedSpan, readSpans } from './otlp-spans.ts';

/** A collector that accepts everything and keeps the spans. */
export interface SpanSink {
  readonly url: string;
  spans(): readonly ReceivedSpan[];
}

export async function startSpanSink(cleanup: Cleanup): Promise<SpanSink> {
  const spans: ReceivedSpan[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url === '/v1/traces') spans.push(...readSpans(Buffer.concat(chunks)));
      response.writeHead(200).end();
    });
  });
  cleanup.add(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans: () => spans };
}
