import type { Encoding } from '../decode/decode-traces.ts';
import type { Signal } from './meter.ts';
import { bytesField, textField, varintField } from './protobuf-writer.ts';
import type { Refusal } from './refusal.ts';

/** What of an accepted request was not taken. Zero rejected with a message is a warning. */
export interface PartialSuccess {
  readonly rejected: number;
  readonly message: string;
}

const contentType: Readonly<Record<Encoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

const rejectedKey: Readonly<Record<Signal, string>> = {
  traces: 'rejectedSpans',
  metrics: 'rejectedDataPoints',
  logs: 'rejectedLogRecords',
};

/** Keeps an answer far below the 4 MiB that OTLP lets a client read, whatever a message quotes. */
const messageLengthMax = 1000;

/** `Export{Trace,Metrics,Logs}ServiceResponse`: the three share their field numbers. */
export function acceptedReply(signal: Signal, encoding: Encoding, partial?: PartialSuccess): Response {
  if (encoding === 'json') return reply(200, 'json', JSON.stringify(jsonResponse(signal, partial)));
  const partialSuccess = partial
    ? [...varintField(1, partial.rejected), ...textField(2, partial.message.slice(0, messageLengthMax))]
    : [];
  return reply(200, 'protobuf', Buffer.from(bytesField(1, partialSuccess)));
}

function jsonResponse(signal: Signal, partial: PartialSuccess | undefined): object {
  if (!partial) return {};
  // 64-bit integers are strings in proto3 JSON.
  const rejected = { [rejectedKey[signal]]: String(partial.rejected) };
  return { partialSuccess: { ...rejected, errorMessage: partial.message.slice(0, messageLengthMax) } };
}

/** `google.rpc.Status` in the encoding of the request; JSON where the request had none that we know. */
export function refusedReply(refusal: Refusal, encoding: Encoding = 'json'): Response {
  const message = refusal.message.slice(0, messageLengthMax);
  const body =
    encoding === 'json'
      ? JSON.stringify({ code: refusal.rpcCode, message })
      : Buffer.from([...varintField(1, refusal.rpcCode), ...textField(2, message)]);
  return reply(refusal.httpStatus, encoding, body, refusal.headers);
}

function reply(
  status: number,
  encoding: Encoding,
  body: string | Buffer<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(body, { status, headers: { ...headers, 'Content-Type': contentType[encoding] } });
}
