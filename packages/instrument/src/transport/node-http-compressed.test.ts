import type { RequestListener } from 'node:http';
import type { Transform } from 'node:stream';
import {
  brotliCompressSync,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  deflateSync,
  gzipSync,
} from 'node:zlib';
import { attribute } from '@faultline/conventions';
import { describe, expect, it, vi } from 'vitest';
import { inFlightCalls } from '../call/in-flight.ts';
import { runObserved, type VendorCase } from '../clients/watched-vendors.fixture.ts';
import { sse } from '../protocols/streams.fixture.ts';
import { answerTo, bodyOf, serving, start, textOf } from './node-http-app.fixture.ts';

const json = JSON.stringify({
  id: 'c1',
  model: 'gpt-5.4',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 5 },
});
const delta = (content: string, finish: string | null): object => ({
  id: 'c1',
  model: 'gpt-5.4',
  choices: [{ index: 0, delta: { content }, finish_reason: finish }],
});
const stream = sse(delta('Hello', null), delta('', 'stop'), '[DONE]');
const early = sse(delta('Hello', null));

interface Coding {
  readonly encode: (bytes: string | Uint8Array) => Buffer;
  readonly decoder: () => Transform;
}
const codings: Readonly<Record<string, Coding>> = {
  gzip: { encode: gzipSync, decoder: createGunzip },
  deflate: { encode: deflateSync, decoder: createInflate },
  br: { encode: brotliCompressSync, decoder: createBrotliDecompress },
};

/** A vendor behind an edge that compresses, and an app that unpacks what it reads, as axios and got do. */
function compressed(
  contentEncoding: string,
  contentType: string,
  body: string | Uint8Array,
): VendorCase['run'] {
  const { encode, decoder } = codings[contentEncoding] as Coding;
  const answer: RequestListener = (request, response) => {
    response.writeHead(200, { 'content-type': contentType, 'content-encoding': contentEncoding });
    request.resume().on('end', () => response.end(encode(body)));
  };
  return () =>
    serving(answer, async (url) => {
      const response = await answerTo(start(`${url}/v1/chat/completions`).end(bodyOf()));
      const text = await textOf(response.pipe(decoder()));
      await everyCallToldOfItsEnd();
      return text;
    });
}

/** Our copy of a compressed body is unpacked beside the app's, and either may be first. */
function everyCallToldOfItsEnd(): Promise<void> {
  return vi.waitFor(() => expect(inFlightCalls().size).toBe(0), { timeout: 10_000, interval: 5 });
}

describe('an app that unpacks what node:http gave it', { timeout: 60_000 }, () => {
  it.each([
    ['an answer in gzip', compressed('gzip', 'application/json', json), json, 'ok'],
    ['an answer in deflate', compressed('deflate', 'application/json', json), json, 'ok'],
    ['an answer in br', compressed('br', 'application/json', json), json, 'ok'],
    ['a stream in gzip', compressed('gzip', 'text/event-stream', stream), String(stream), 'ok'],
    ['a stream in br', compressed('br', 'text/event-stream', stream), String(stream), 'ok'],
    [
      'a stream in gzip without its end',
      compressed('gzip', 'text/event-stream', early),
      String(early),
      'truncated',
    ],
  ])('gets it whole, and it is read as it is without compression: %s', async (_, run, text, outcome) => {
    const { result, calls } = await runObserved({ run });
    expect(result).toEqual({ value: text });
    expect(calls.map(({ attributes }) => attributes[attribute.outcome])).toEqual([outcome]);
  });
});
