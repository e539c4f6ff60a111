import { parseJson } from './json.ts';
import type { Answer, Protocol } from './protocol.ts';
import { createStreamEndsKeeper } from './stream-ends.ts';
import { vendorErrorOfErrorBody } from './vendor-error.ts';

/** A JSON body read in pieces is parsed once at its end; a longer one is not kept, so nothing is claimed about it. */
const bodyBytesMax = 4 * 1024 * 1024;
/** Longer than any marker, so that one split over two chunks is found in the joint. */
const carryCharactersMax = 64;
const eventStreamStart = /^\s*(?:data|event|id|retry)?:/;

/** Reads one response body as it passes, without holding it up and without a second reading of a stream's middle. */
export interface AnswerReader {
  /** True for the one chunk in which the first content of a stream arrives. */
  chunk(bytes: Uint8Array): boolean;
  /** Whether the last chunk may have ended or failed the stream, so that {@link finish} is worth its cost. */
  readonly mayBeOver: boolean;
  /** What is known so far, and at the end all. Undefined when the body was too long to keep. */
  finish(): Answer | undefined;
}

export function createAnswerReader(
  protocol: Protocol,
  httpStatus: number,
  contentType: string,
): AnswerReader {
  const ends = createStreamEndsKeeper();
  let isStream: boolean | undefined = contentType.includes('text/event-stream') || undefined;
  let hasContent = false;
  let mayBeOver = false;
  let carry = '';
  let body: Uint8Array[] = [];
  let bodyBytes = 0;

  const keepBody = (bytes: Uint8Array): void => {
    bodyBytes += bytes.length;
    if (bodyBytes <= bodyBytesMax) body.push(bytes);
    else body = [];
  };

  return {
    get mayBeOver() {
      return mayBeOver;
    },
    chunk(bytes) {
      if (bytes.length === 0) return false;
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      mayBeOver = isStream === true && protocol.endMarkers.some((marker) => buffer.includes(marker));
      if (isStream && hasContent) {
        ends.keep(bytes);
        return false;
      }
      const text = carry + buffer.toString('latin1');
      isStream ??= eventStreamStart.test(text);
      if (!isStream) {
        keepBody(bytes);
        return false;
      }
      ends.keep(bytes);
      hasContent = protocol.firstContent.test(text);
      carry = text.slice(-carryCharactersMax);
      return hasContent;
    },
    finish() {
      if (!isStream) {
        if (bodyBytes > bodyBytesMax) return undefined;
        return answerInText(protocol, httpStatus, Buffer.concat(body).toString('utf8'));
      }
      const kept = ends.read();
      if (kept.events.length === 0 && kept.fragment === '') {
        return { protocol: carry === '' ? 'incomplete' : 'malformed' };
      }
      const answer = protocol.readStream(kept);
      return { ...answer, hasContent: hasContent || answer.hasContent };
    },
  };
}

/** The answer in a body that the app took as one text. */
export function answerInText(protocol: Protocol, httpStatus: number, text: string): Answer {
  if (httpStatus < 400 && eventStreamStart.test(text.slice(0, carryCharactersMax))) {
    const reader = createAnswerReader(protocol, httpStatus, 'text/event-stream');
    reader.chunk(Buffer.from(text));
    return reader.finish() ?? {};
  }
  const parsed = parseJson(text);
  if (parsed) return answerInBody(protocol, httpStatus, parsed.value);
  // An error page in HTML says less than its status.
  return httpStatus < 400 ? { protocol: 'malformed' } : {};
}

/** The answer in a body that the app, or we, parsed as JSON. */
export function answerInBody(protocol: Protocol, httpStatus: number, body: unknown): Answer {
  if (httpStatus >= 400) return { error: vendorErrorOfErrorBody(body) };
  return protocol.readBody(body);
}
