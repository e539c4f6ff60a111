import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Fault } from '../fault.ts';
import { startVendors, type Vendors } from './start-vendors.ts';

let vendors: Vendors;
let session: ClientHttp2Session;

beforeEach(async () => {
  vendors = await startVendors({ latencyFactor: 0 });
  session = connect(vendors.urls['aws.bedrock']);
  session.on('error', () => {});
});
afterEach(async () => {
  session.destroy();
  await vendors.close();
});

const path = '/model/anthropic.claude-opus-4-8-v1%3A0/converse';

function ask(fault: Fault | null, streaming = true): ClientHttp2Stream {
  vendors.override({ faults: [fault] });
  const stream = session.request({
    ':method': 'POST',
    ':path': `${path}${streaming ? '-stream' : ''}`,
  });
  stream.end(JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'hello' }] }] }));
  return stream;
}

/** Whatever arrives, and the code of the error that ended it. */
async function readAll(stream: ClientHttp2Stream): Promise<{ text: string; error: string | null }> {
  let text = '';
  let error: string | null = null;
  stream.on('error', (reason: NodeJS.ErrnoException) => {
    error = reason.code ?? reason.message;
  });
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await new Promise<void>((resolve) => stream.once('close', resolve));
  return { text, error };
}

it('answers on the port that answers HTTP/1.1, several requests at a time on one connection', async () => {
  const answers = await Promise.all([null, null, null].map((fault) => readAll(ask(fault, false))));
  for (const { text } of answers) expect(JSON.parse(text)).toMatchObject({ stopReason: 'end_turn' });
  const overHttp1 = await fetch(`${vendors.urls['aws.bedrock']}${path}`, {
    method: 'POST',
    body: JSON.stringify({ messages: [] }),
  });
  expect(await overHttp1.json()).toMatchObject({ stopReason: 'end_turn' });
});

it('sends status and headers', async () => {
  const stream = ask('rate_limited', false);
  const [headers] = (await once(stream, 'response')) as [Record<string, string>];
  expect(headers).toMatchObject({ ':status': 429, 'content-type': 'application/json' });
  expect(headers['x-amzn-errortype']).toMatch(/^ThrottlingException:/);
  expect((await readAll(stream)).text).toMatch(/Too many requests/);
});

it('ends a truncated stream in order, without its terminal events', async () => {
  const { text, error } = await readAll(ask('truncated_clean'));
  expect(text).toMatch(/contentBlockDelta/);
  expect(text).not.toMatch(/messageStop/);
  expect(error).toBeNull();
});

it('resets the connection after the content that was sent has arrived', async () => {
  const { text, error } = await readAll(ask('truncated_reset'));
  expect(text).toMatch(/contentBlockDelta/);
  expect(text).not.toMatch(/messageStop/);
  expect(error).toBe('ECONNRESET');
});

it('resets the connection before any answer', async () => {
  expect(await readAll(ask('reset'))).toEqual({ text: '', error: 'ECONNRESET' });
});

it('hangs until the client gives its stream up, and leaves the connection as it was', async () => {
  const hanging = ask('hang');
  await once(hanging, 'data');
  hanging.close();
  await expect.poll(() => vendors.served().at(-1)).toMatchObject({ fault: 'hang', clientLeft: true });
  expect((await readAll(ask(null))).text).toMatch(/messageStop/);
});

it('tells the versions apart although a greeting comes in pieces', async () => {
  const { port } = new URL(vendors.urls['aws.bedrock']);
  const socket = connectTcp({ port: Number(port), host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  // The greeting's first letters are also those of POST.
  for (const piece of ['P', 'O', `ST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n`])
    socket.write(piece);
  socket.write('content-length: 15\r\n\r\n{"messages":[]}');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  await once(socket, 'close');
  expect(text).toMatch(/^HTTP\/1\.1 200 OK/);
});
