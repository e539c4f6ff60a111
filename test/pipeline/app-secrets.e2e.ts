import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { run } from '../support/child-process.ts';
import { type Cleanup, createCleanup } from '../support/cleanup.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const folder = fileURLToPath(new URL('.', import.meta.url));
const keys = {
  header: 'sk-recognisable-key-in-a-header-1234',
  query: 'AIza-recognisable-key-in-a-query-5678',
  login: 'recognisable-password-in-an-address',
  exporter: 'recognisable-token-of-the-exporter',
} as const;

/** Calls that succeed, that are refused with the key in the answer, and that reach nobody. */
const app = `
  import { metricsRegistry } from '@faultline/instrument';
  const { OPENAI, GEMINI, NOBODY } = process.env;
  const body = JSON.stringify({ model: 'gpt-5.5', messages: [{ role: 'user', content: 'Hi' }] });
  const headers = { 'content-type': 'application/json', authorization: 'Bearer ${keys.header}', 'x-goog-api-key': '${keys.query}' };
  const post = (url) => fetch(url, { method: 'POST', headers, body }).then((answer) => answer.text(), () => undefined);
  for (const host of [OPENAI, GEMINI, NOBODY]) {
    await post(host + '/v1/chat/completions');
    await post(host + '/v1beta/models/gemini-3-pro:generateContent?key=${keys.query}');
    await post(host + '/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse&key=${keys.query}');
    await post(host.replace('//', '//ann:${keys.login}@') + '/v1/chat/completions');
  }
  console.log(await metricsRegistry.metrics());`;

/** Answers everything with `answer`, and keeps what came. */
async function listen(owner: Cleanup, status: number, answer: string) {
  const received: Buffer[] = [];
  const server = createServer(async (request, response) => {
    for await (const chunk of request) received.push(chunk as Buffer);
    response.writeHead(status, { 'content-type': 'application/json' }).end(answer);
  });
  owner.add(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, received };
}

test('no key of an app is in what its instrumentation sends, counts or says, however loudly it is asked to', async () => {
  const told = `Incorrect API key provided: ${keys.header} (${keys.query}).`;
  const openai = await listen(
    cleanup,
    401,
    JSON.stringify({ error: { code: 'invalid_api_key', message: told } }),
  );
  const gemini = await listen(
    cleanup,
    400,
    JSON.stringify({ error: { status: 'INVALID_ARGUMENT', message: told } }),
  );
  const sink = await listen(cleanup, 200, '{}');
  const { code, stdout, stderr } = await run(cleanup, {
    command: process.execPath,
    args: ['--import', '@faultline/instrument/register', '--input-type=module', '--eval', app],
    cwd: folder,
    env: {
      OPENAI: openai.url,
      GEMINI: gemini.url,
      // Nothing listens on port 1 of this machine.
      NOBODY: 'http://127.0.0.1:1',
      FAULTLINE_PROVIDER_HOSTS: `127.0.0.1:${openai.port}=openai,127.0.0.1:1=openai,127.0.0.1:${gemini.port}=gcp.gemini`,
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${keys.exporter}`,
      OTEL_EXPORTER_OTLP_COMPRESSION: 'none',
      OTEL_LOG_LEVEL: 'debug',
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true',
    },
  });
  const sent = Buffer.concat(sink.received).toString('latin1');
  expect([code, sent]).toEqual([0, expect.stringContaining('gpt-5.5')]);
  expect(sent).toContain('gcp.gemini');
  expect(stdout).toMatch(/^llm_client_calls_total/m);
  for (const [place, said] of Object.entries({ sent, stdout, stderr }))
    expect([place, Object.values(keys).filter((key) => said.includes(key))]).toEqual([place, []]);
});
