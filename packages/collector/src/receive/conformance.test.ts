import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeWithProtobufjs } from '../decode/otlp-schema.fixture.ts';
import {
  json,
  protobuf,
  type Receiving,
  receiving,
  replyRead,
  type Sent,
  signals,
} from './conformance.fixture.ts';
import { endedAtMs, exportBody, readableSpan } from './otel-export.fixture.ts';
import { createSlowIntake } from './receiver.fixture.ts';
import type { ReceiverOptions } from './receiver.ts';

/*
 * What a receiver of OTLP/HTTP owes its senders (opentelemetry-proto, docs/specification.md 1.11), asked over a real
 * socket and read with OpenTelemetry's own readers. What it refuses, and how, stands in `receiver-refusal.test.ts`.
 */

const opened: Receiving[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()));
});

async function open(options: Partial<ReceiverOptions> = {}): Promise<Receiving> {
  const one = await receiving(options);
  opened.push(one);
  return one;
}

const body = exportBody('protobuf', [readableSpan(1)]);
const text = exportBody('json', [readableSpan(1)]);

interface JsonSpan {
  [field: string]: unknown;
  attributes: object[];
}

/** The export as JSON, with its only span changed. */
function spanChanged(change: (span: JsonSpan) => object): string {
  const request = JSON.parse(Buffer.from(text).toString()) as {
    resourceSpans: { scopeSpans: { spans: object[] }[] }[];
  };
  const spans = request.resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
  spans[0] = change(spans[0] as JsonSpan);
  return JSON.stringify(request);
}

const withAttributes = (...attributes: readonly object[]): string =>
  spanChanged((span) => ({ ...span, attributes: [...span.attributes, ...attributes] }));

/** A call as protobufjs writes it, with more attributes than the conventions know. */
function protobufWith(...attributes: readonly object[]): Uint8Array {
  const known = [
    ['gen_ai.operation.name', 'chat'],
    ['gen_ai.request.model', 'm'],
  ].map(([key, stringValue]) => ({ key, value: { stringValue } }));
  const span = {
    traceId: Buffer.alloc(16, 1),
    spanId: Buffer.alloc(8, 1),
    name: 'chat m',
    kind: 3,
    startTimeUnixNano: `${endedAtMs - 2000}000000`,
    endTimeUnixNano: `${endedAtMs}000000`,
    attributes: [...known, ...attributes],
  };
  return encodeWithProtobufjs({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
}

/** An attribute whose value holds a list in a list, and so on; as text, because writers give up long before. */
function nestedAttribute(depth: number): string {
  const value = `${'{"arrayValue":{"values":['.repeat(depth)}{"intValue":1}${']}}'.repeat(depth)}`;
  return withAttributes({ key: 'deep', value: 'HERE' }).replace('"HERE"', value);
}

function notUtf8(): Buffer {
  const bytes = Buffer.from(protobufWith({ key: 'odd', value: { stringValue: '~~' } }));
  return bytes.fill(0xff, bytes.indexOf('~~'), bytes.indexOf('~~') + 2);
}

/** By check, what is sent; each is taken whole, and its one call is stored. */
const taken: Readonly<Record<string, Sent>> = {
  '7 gzip over protobuf': { pieces: [gzipSync(body)], headers: { 'content-encoding': 'gzip' } },
  '8 gzip over JSON': {
    pieces: [gzipSync(text)],
    contentType: json,
    headers: { 'content-encoding': 'gzip' },
  },
  '9 a content type with a charset': { pieces: [text], contentType: 'application/json; charset=utf-8' },
  '10 a content type in capitals': { pieces: [body], contentType: 'APPLICATION/X-PROTOBUF' },
  '11 a body in chunks, without a length': { pieces: [body.slice(0, 40), body.slice(40)] },
  '24 fields that JSON may bring and nobody knows': {
    pieces: [spanChanged((span) => ({ ...span, brandNew: { deep: [1] } }))],
    contentType: json,
  },
  '25 fields that protobuf may bring and nobody knows': {
    // Field 99 of the request, length-delimited.
    pieces: [Buffer.concat([body, Buffer.from([0x9a, 0x06, 0x03, 1, 2, 3])])],
  },
  '26 ids in capitals': {
    pieces: [
      spanChanged((span) => ({
        ...span,
        traceId: String(span.traceId).toUpperCase(),
        spanId: String(span.spanId).toUpperCase(),
      })),
    ],
    contentType: json,
  },
  '27 integers as numbers and as text': {
    pieces: [
      withAttributes(
        { key: 'gen_ai.usage.input_tokens', value: { intValue: 7 } },
        { key: 'gen_ai.usage.output_tokens', value: { intValue: '9' } },
      ),
    ],
    contentType: json,
  },
  '28 keys in snake_case, which are unknown ones': {
    pieces: [spanChanged((span) => ({ ...span, trace_state: 'x', parent_span_id: 'y' }))],
    contentType: json,
  },
  '29 enums by name': {
    pieces: [
      spanChanged((span) => ({ ...span, kind: 'SPAN_KIND_CLIENT', status: { code: 'STATUS_CODE_UNSET' } })),
    ],
    contentType: json,
  },
  '30 every kind of value, and none': {
    pieces: [
      protobufWith(
        { key: 'a', value: { boolValue: true } },
        { key: 'b', value: { intValue: '-5' } },
        { key: 'c', value: { doubleValue: 0.5 } },
        { key: 'd', value: { bytesValue: Buffer.from([1]) } },
        { key: 'e', value: { kvlistValue: { values: [{ key: 'x', value: { stringValue: 'y' } }] } } },
        { key: 'f', value: { arrayValue: { values: [{ stringValue: 'z' }] } } },
        { key: 'g', value: {} },
        { key: 'h' },
      ),
    ],
  },
  '31 numbers that are none': {
    pieces: [
      withAttributes(
        { key: 'gen_ai.usage.input_tokens', value: { doubleValue: 'NaN' } },
        { key: 'gen_ai.response.time_to_first_chunk', value: { doubleValue: 'Infinity' } },
      ),
    ],
    contentType: json,
  },
  '32 strings by index, which are for profiles': {
    pieces: [protobufWith({ keyStrindex: 3, value: { stringValueStrindex: 4 } })],
  },
  '33 one key twice': {
    pieces: [
      protobufWith({ key: 'twice', value: { intValue: 1 } }, { key: 'twice', value: { intValue: 2 } }),
    ],
  },
  '40 text that is not UTF-8': { pieces: [notUtf8()] },
  '42 a sender that would read gzip': { pieces: [body], headers: { 'accept-encoding': 'gzip' } },
  '47 a trailing slash': { pieces: [body], path: '/v1/traces/' },
  '54 the bare root, where an endpoint without a path leads': { pieces: [body], path: '/' },
  '54 a prefix': { pieces: [body], path: '/otlp/v1/traces' },
};

/** Senders that do not know what they do: each is told so or taken, and costs nobody else anything. */
const odd: Readonly<Record<string, string>> = {
  '39 a value that nests 5,000 deep': nestedAttribute(5000),
  '41 a start before 1970': spanChanged((span) => ({ ...span, startTimeUnixNano: '-5' })),
  '41 an end after the sun': spanChanged((span) => ({ ...span, endTimeUnixNano: '18446744073709551615' })),
  '41 an end before the start': spanChanged((span) => ({ ...span, endTimeUnixNano: '1' })),
};

describe('a receiver of OTLP/HTTP', () => {
  it.each(signals.flatMap((signal) => [protobuf, json].map((contentType) => [signal, contentType] as const)))(
    '1-6, 12-14 answers an export of %s in %s, full or empty, as its exporter reads it',
    async (signal, contentType) => {
      const { send } = await open();
      const field = { traces: 'resourceSpans', metrics: 'resourceMetrics', logs: 'resourceLogs' }[signal];
      const bodies =
        contentType === json
          ? ['{}', `{"${field}":[]}`, `{"${field}":[{}]}`]
          : [Buffer.alloc(0), Buffer.from([0x0a, 0]), Buffer.from([0x0a, 2, 0x12, 0])];
      for (const one of bodies) {
        const answer = await send({ path: `/v1/${signal}`, contentType, pieces: [one] });
        expect([answer.status, answer.headers['content-type']]).toEqual([200, contentType]);
        expect(replyRead(signal, answer)).toEqual({});
      }
    },
  );

  it.each(Object.entries(taken))('%s: is taken, and its call is stored', async (_, sent) => {
    const { send, appended } = await open();
    const answer = await send(sent);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe(sent.contentType?.startsWith(json) ? json : protobuf);
    expect(replyRead('traces', answer)).toEqual({});
    expect(appended.flatMap(({ calls }) => calls)).toHaveLength(1);
  });

  it.each(Object.entries(odd))('%s: is answered, and the next export is taken', async (_, one) => {
    const { send, errors } = await open();
    expect([200, 400]).toContain((await send({ pieces: [one], contentType: json })).status);
    expect((await send({ pieces: [body] })).status).toBe(200);
    expect(errors).toEqual([]);
  });

  it.each([
    ['protobuf', protobuf],
    ['json', json],
  ] as const)(
    '34-35 takes the good half of a batch in %s, and says what it left',
    async (encoding, contentType) => {
      const { send, appended } = await open();
      const bad = { ...readableSpan(2), spanContext: () => ({ traceId: 'ab', spanId: 'cd', traceFlags: 1 }) };
      const answer = await send({ contentType, pieces: [exportBody(encoding, [readableSpan(1), bad])] });
      const { partialSuccess } = replyRead('traces', answer) as {
        partialSuccess: { rejectedSpans: unknown; errorMessage: string };
      };
      expect([answer.status, Number(partialSuccess.rejectedSpans)]).toEqual([200, 1]);
      expect(partialSuccess.errorMessage).toContain('trace_id');
      expect(appended[0]?.calls).toHaveLength(1);
    },
  );

  it('43-45, 48 keeps connections, takes many senders at once, 512 spans at once, and one batch twice', async () => {
    const { send, appended } = await open();
    const large = exportBody(
      'protobuf',
      Array.from({ length: 512 }, (_, index) => readableSpan(index)),
    );
    expect((await send({ pieces: [large] })).status).toBe(200);
    const senders = Array.from({ length: 32 }, async () => {
      for (let batch = 0; batch < 10; batch++) expect((await send({ pieces: [body] })).status).toBe(200);
    });
    await Promise.all(senders);
    expect(appended).toHaveLength(1 + 320);
    expect(appended[2]).toEqual(appended[1]);
  });

  it('52 answers what is in flight when it stops, and takes no new connection', async () => {
    const intake = createSlowIntake();
    const { send, server } = await receiving({ intake });
    const inFlight = send({ pieces: [body] });
    await intake.entered;
    const closed = server.close();
    await expect(send({ pieces: [body] })).rejects.toThrow('ECONNREFUSED');
    intake.makeDurable();
    expect((await inFlight).status).toBe(200);
    await closed;
  });

  it('53 gives no web page of elsewhere leave to send', async () => {
    const { send } = await open();
    const headers = { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' };
    const answer = await send({ method: 'OPTIONS', contentType: '', headers, pieces: [] });
    expect(answer.status).toBe(405);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('55 answers in far less than the 4 MiB a sender has to read, however many spans are bad', async () => {
    const { send } = await open();
    const bad = (index: number) => ({
      ...readableSpan(index),
      spanContext: () => ({ traceId: 'ab', spanId: 'cd', traceFlags: 1 }),
    });
    const spans = Array.from({ length: 2000 }, (_, index) => bad(index));
    const answer = await send({ contentType: json, pieces: [exportBody('json', spans)] });
    expect(answer.status).toBe(200);
    expect(answer.body.length).toBeLessThan(4096);
  });
});
