import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { serverCertificate, serverKey } from '../../store/clickhouse/connection/certificates.fixture.ts';
import { probeDestination, probeListening } from './network.ts';

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

test('a port is free, taken, or of another machine', async () => {
  const port = await listening(createServer());
  expect(await probeListening('127.0.0.1', port)).toEqual({ kind: 'taken' });
  expect(await probeListening('127.0.0.1', 0)).toEqual({ kind: 'free' });
  expect(await probeListening('192.0.2.1', 0)).toEqual({ kind: 'impossible', code: 'EADDRNOTAVAIL' });
});

test('whoever is connected to hears nothing', async () => {
  let heard = 0;
  const server = createServer((socket) => socket.on('data', ({ length }) => (heard += length)));
  const port = await listening(server);
  const closed = new Promise<void>((resolve) =>
    server.once('connection', (socket) => socket.once('close', resolve)),
  );
  const url = `http://127.0.0.1:${port}/hooks/secret`;
  expect(await probeDestination(url, 30_000)).toEqual({ host: `127.0.0.1:${port}`, failure: null });
  await closed;
  expect(heard).toBe(0);
});

test('nobody there, and no such name, are told by their code', async () => {
  const refused = await probeDestination('http://127.0.0.1:9', 30_000);
  expect(refused.failure?.code).toBe('ECONNREFUSED');
  const unnamed = await probeDestination('http://nowhere.invalid/x', 30_000);
  expect(unnamed.failure?.code).toMatch(/ENOTFOUND|EAI_AGAIN|ETIMEDOUT/);
});

test('a certificate that nobody here trusts is told', async () => {
  const port = await listening(createSecureServer({ key: serverKey, cert: serverCertificate }));
  const { failure } = await probeDestination(`https://127.0.0.1:${port}`, 30_000);
  expect(failure?.code).toMatch(/SIGN|CERT/);
});

test('one that takes the connection and never answers the handshake is given up', async () => {
  const port = await listening(createServer());
  const { failure } = await probeDestination(`https://127.0.0.1:${port}`, 200);
  expect(failure?.code).toBe('ETIMEDOUT');
});
