import { crc32 } from 'node:zlib';
import { createAnswerReader } from './answer-reader.ts';
import type { Answer, Protocol } from './protocol.ts';

/** For tests: streams as vendors write them. */
export function sse(...events: readonly (object | string)[]): Buffer {
  const texts = events.map((data) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
  return Buffer.from(texts.join(''));
}

export function jsonLines(...lines: readonly object[]): Buffer {
  return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** One frame of AWS's event stream, with its CRCs. */
export function awsFrame(headers: Readonly<Record<string, string>>, payload: unknown): Buffer {
  const headerBytes = Buffer.concat(Object.entries(headers).map(([name, value]) => awsHeader(name, value)));
  const payloadBytes = Buffer.from(JSON.stringify(payload));
  const prelude = Buffer.alloc(12);
  prelude.writeUInt32BE(16 + headerBytes.length + payloadBytes.length, 0);
  prelude.writeUInt32BE(headerBytes.length, 4);
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
  const message = Buffer.concat([prelude, headerBytes, payloadBytes]);
  const trailer = Buffer.alloc(4);
  trailer.writeUInt32BE(crc32(message));
  return Buffer.concat([message, trailer]);
}

function awsHeader(name: string, value: string): Buffer {
  const valueLength = Buffer.alloc(2);
  valueLength.writeUInt16BE(Buffer.byteLength(value));
  const stringType = 7;
  return Buffer.concat([
    Buffer.of(name.length),
    Buffer.from(name),
    Buffer.of(stringType),
    valueLength,
    Buffer.from(value),
  ]);
}

export function awsEvent(type: string, payload: object): Buffer {
  return awsFrame(
    { ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' },
    payload,
  );
}

export function awsException(type: string, message: string): Buffer {
  return awsFrame({ ':exception-type': type, ':message-type': 'exception' }, { message });
}

/** A part of a model family's own stream, as Bedrock wraps it; `p` is padding. */
export function awsChunk(part: object): Buffer {
  return awsEvent('chunk', { bytes: Buffer.from(JSON.stringify(part)).toString('base64'), p: 'abcdef' });
}

export const contentTypeOf = {
  sse: 'text/event-stream; charset=utf-8',
  'json-lines': 'application/x-ndjson',
  'aws-event-stream': 'application/vnd.amazon.eventstream',
} as const;

/** What is read from a stream that arrives in these pieces, and in which of them its first content came. */
export function readPieces(
  protocol: Protocol,
  pieces: readonly Uint8Array[],
  contentType: string = contentTypeOf[protocol.framing],
): { readonly answer: Answer | undefined; readonly firstAt: number } {
  const reader = createAnswerReader(protocol, 200, { get: () => contentType });
  let firstAt = -1;
  for (const [index, piece] of pieces.entries()) {
    if (reader.chunk(piece)) firstAt = index;
  }
  return { answer: reader.finish(), firstAt };
}

export function readStream(protocol: Protocol, bytes: Buffer): Answer | undefined {
  return readPieces(protocol, [bytes]).answer;
}

/** The bytes in pieces of these sizes, again and again. */
export function cut(bytes: Buffer, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(new Uint8Array(bytes.subarray(at, at + size)));
    at += size;
  }
  return pieces;
}
