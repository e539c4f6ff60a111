import { allEventsIn } from '../protocols/framing/all-events.ts';
import { parseJson } from '../protocols/json.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { type ContentLimits, toAttributes } from './captured-content.ts';
import { inputMessagesIn } from './input-messages.ts';
import type { OutputMessage } from './message.ts';
import { outputMessagesIn, outputMessagesOf } from './output-messages.ts';

/** Collects what was said in one attempt. Nothing is looked into before its end. */
export interface ContentCapture {
  /** A piece of the response body. */
  chunk(bytes: Uint8Array): void;
  /** The response body as the app took it: parsed, as text or as bytes. */
  value(value: unknown): void;
  /** @throws {RedactionError} */
  attributes(): Record<string, string>;
}

/** An answer longer than this holds media; of it the input alone is kept. */
const answerBytesMax = 4 * 1024 * 1024;

export function createContentCapture(
  protocol: Protocol,
  requestBody: unknown,
  limits: ContentLimits,
): ContentCapture {
  const pieces: Uint8Array[] = [];
  let byteLength = 0;
  let taken: unknown;
  return {
    chunk(bytes) {
      byteLength += bytes.length;
      if (byteLength <= answerBytesMax) pieces.push(new Uint8Array(bytes));
    },
    value(value) {
      taken = value;
    },
    attributes() {
      const input = inputMessagesIn(parsed(requestBody));
      const isWhole = byteLength <= answerBytesMax;
      const outputMessages = isWhole ? outputOf(taken ?? Buffer.concat(pieces), protocol) : [];
      return toAttributes(
        { systemInstructions: input.systemInstructions, inputMessages: input.messages, outputMessages },
        limits,
      );
    },
  };
}

function outputOf(answer: unknown, { framing }: Protocol): readonly OutputMessage[] {
  const bytes = bytesOf(answer);
  if (!bytes) return outputMessagesIn(answer);
  const events = allEventsIn(bytes, framing);
  return events ? outputMessagesOf(events) : outputMessagesIn(parsed(bytes));
}

function bytesOf(value: unknown): Buffer | undefined {
  if (typeof value === 'string') return Buffer.from(value);
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  return value instanceof Uint8Array
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : undefined;
}

function parsed(body: unknown): unknown {
  return parseJson(bytesOf(body)?.toString('utf8') ?? '')?.value;
}
