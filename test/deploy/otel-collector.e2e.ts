import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createCleanup } from '../support/cleanup.ts';
import { startCollector } from '../support/collector.ts';

// What an OpenTelemetry Collector sends with docs/examples/otel-collector.yaml, recorded from a real one.

const cleanup = createCleanup();
afterEach(cleanup.run);

const at = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

interface Recorded {
  readonly requests: readonly {
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly bodyBase64: string;
  }[];
}

interface Example {
  readonly exporters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly service: {
    readonly pipelines: Readonly<Record<string, { readonly exporters: readonly string[] }>>;
  };
}

const { requests } = JSON.parse(at('test/fixtures/otel-collector/requests.json')) as Recorded;
const example = parse(at('docs/examples/otel-collector.yaml')) as Example;
const exporter = example.exporters['otlp_http/faultline'] ?? {};
const token = 'a-token-of-a-sender';

test('the example sends every signal to the paths of OTLP/HTTP, compressed, with the token from the environment', () => {
  expect(exporter).toMatchObject({
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: as the Collector reads its environment.
    endpoint: '${env:FAULTLINE_ENDPOINT}',
    headers: { authorization: 'Bearer ${env:FAULTLINE_TOKEN}' },
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as the Collector reads its environment.
    encoding: 'proto',
    compression: 'gzip',
  });
  for (const { path, headers } of requests) {
    expect(example.service.pipelines[path.replace('/v1/', '')]?.exporters).toEqual(['otlp_http/faultline']);
    expect(headers).toMatchObject({
      authorization: `Bearer ${token}`,
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
    });
  }
  expect(requests.map(({ path }) => path).sort()).toEqual(['/v1/logs', '/v1/metrics', '/v1/traces']);
});

test('the collector takes what it sends, byte for byte, and refuses it without the token', async () => {
  const collector = await startCollector(cleanup, { FAULTLINE_TOKENS: token });
  const accepted = () => collector.metric('faultline_receive_accepted_total', { signal: 'traces' });
  const send = (path: string, headers: Readonly<Record<string, string>>, body: Buffer): Promise<Response> =>
    fetch(`${collector.url}${path}`, { method: 'POST', headers, body: new Uint8Array(body) });
  for (const { path, headers, bodyBase64 } of requests) {
    const body = Buffer.from(bodyBase64, 'base64');
    const answer = await send(path, headers, body);
    expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
      path,
      200,
      'application/x-protobuf',
    ]);
    // Nothing in it: everything was accepted.
    expect((await answer.arrayBuffer()).byteLength).toBe(0);
    expect(
      (await send(path, { ...headers, authorization: 'Bearer another-token-of-nobody' }, body)).status,
    ).toBe(401);
  }
  const before = await accepted();
  const traces = requests.find(({ path }) => path === '/v1/traces');
  const another = anotherOfNow(gunzipSync(Buffer.from(traces?.bodyBase64 ?? '', 'base64')));
  await send('/v1/traces', traces?.headers ?? {}, gzipSync(another));
  expect(await accepted()).toBe(before + 1);
});

/** Another span of this moment: `start_time_unix_nano` and `end_time_unix_nano` are the fields 7 and 8, of 8 bytes each, the last first. */
function anotherOfNow(request: Buffer): Buffer {
  const [start, end] = [0x39, 0x41];
  const place = request.findIndex((byte, index) => byte === end && request[index + 9] === start);
  const endNs = BigInt(Date.now()) * 1_000_000n;
  const copy = Buffer.from(request);
  copy.writeBigUInt64LE(endNs, place + 1);
  copy.writeBigUInt64LE(endNs - 400_000_000n, place + 10);
  // Its id, and twice in that of the trace: the same one would be a repetition.
  const id = Buffer.from('0123456789abcdef', 'hex');
  for (let found = copy.indexOf(id); found >= 0; found = copy.indexOf(id))
    copy.fill('fedcba9876543210', found, found + 8, 'hex');
  return copy;
}
