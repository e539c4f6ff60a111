import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedAlert {
  readonly alertname: string;
  readonly status: 'firing' | 'resolved';
}

/** Stands in for Alertmanager, which npm cannot install: takes `POST /api/v2/alerts` and remembers what it was told. */
export interface AlertReceiver {
  readonly url: string;
  /** Every alert that began or ended, in order, without the repeats of the sender. */
  readonly received: readonly ReceivedAlert[];
  close(): Promise<void>;
}

interface Postable {
  readonly labels: Readonly<Record<string, string>>;
  readonly endsAt: string;
}

export async function startAlertReceiver(onNews: (alert: ReceivedAlert) => void): Promise<AlertReceiver> {
  const received: ReceivedAlert[] = [];
  const last = new Map<string, string>();

  function take(alert: Postable): void {
    const status = Date.parse(alert.endsAt) > Date.now() ? 'firing' : 'resolved';
    const key = JSON.stringify(alert.labels);
    if (last.get(key) === status) return;
    last.set(key, status);
    const news: ReceivedAlert = { alertname: alert.labels.alertname ?? '', status };
    received.push(news);
    onNews(news);
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    for (const alert of JSON.parse(Buffer.concat(chunks).toString()) as Postable[]) take(alert);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
