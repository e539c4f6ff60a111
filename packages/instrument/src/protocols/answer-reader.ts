import { createFirstContentSeeker, type FirstContentSeeker } from './first-content.ts';
import { type Framing, framingOfContentType, framingOfStart, startCharactersMin } from './framing/framing.ts';
import { createKeptBytes, tailBytesMax } from './framing/kept-bytes.ts';
import { readStreamEnds } from './framing/stream-ends.ts';
import { parseJson } from './json.ts';
import type { Answer, Protocol, Usage } from './protocol.ts';
import type { GetHeader } from './rate-limit.ts';
import { retryDelaySecondsIn } from './retry-delay.ts';
import { vendorErrorOfErrorBody } from './vendor-error.ts';

/** A JSON body read in pieces is parsed once at its end; a longer one is not kept, so nothing is claimed about it. */
const bodyBytesMax = 4 * 1024 * 1024;

/** Reads one response body as it passes, without holding it up and without a second reading of a stream's middle. */
export interface AnswerReader {
  /** True for the one chunk in which the first content of a stream arrives. */
  chunk(bytes: Uint8Array): boolean;
  /** Whether the last chunk may have ended or failed the stream, so that {@link finish} is worth its cost. */
  mayBeOver(): boolean;
  /** The same of all that is kept, for those who do not ask after each chunk. */
  holdsEnd(): boolean;
  /** What is known so far, and at the end all. Undefined when the body was too long to keep. */
  finish(): Answer | undefined;
  /** Nothing more will be asked. */
  release(): void;
}

/** `headers` are asked when the first bytes arrive. */
export function createAnswerReader(
  protocol: Protocol,
  httpStatus: number,
  headers: { get: GetHeader },
): AnswerReader {
  return new UndecidedReader(protocol, httpStatus, headers);
}

/**
 * Becomes a reader of one stream or one body with the first bytes. Most responses never show theirs: the platform parses
 * a JSON body itself, so nothing is made ready before.
 */
class UndecidedReader implements AnswerReader {
  readonly #protocol: Protocol;
  readonly #httpStatus: number;
  readonly #headers: { get: GetHeader };
  #decided: AnswerReader | undefined;
  /** Of a body whose first characters have to tell. */
  #body: BodyReader | undefined;
  #start = '';

  constructor(protocol: Protocol, httpStatus: number, headers: { get: GetHeader }) {
    this.#protocol = protocol;
    this.#httpStatus = httpStatus;
    this.#headers = headers;
  }

  mayBeOver(): boolean {
    return this.#decided?.mayBeOver() ?? false;
  }

  holdsEnd(): boolean {
    return this.#decided?.holdsEnd() ?? false;
  }

  chunk(bytes: Uint8Array): boolean {
    this.#decided ??= this.#decidedByHead();
    if (this.#decided) return this.#decided.chunk(bytes);
    const body = this.#undecidedBody();
    this.#start += latin1Start(bytes, startCharactersMin);
    if (this.#start.trimStart().length < startCharactersMin) return body.chunk(bytes);
    const framing = framingOfStart(this.#start, this.#usualFraming());
    this.#decided = framing ? createStreamReader(this.#protocol, framing) : body;
    // A few characters: too short for content, so only this chunk can bring it.
    if (framing) this.#decided.chunk(body.read());
    return this.#decided.chunk(bytes);
  }

  finish(): Answer | undefined {
    this.#decided ??= this.#decidedByHead();
    if (this.#decided) return this.#decided.finish();
    const body = this.#undecidedBody();
    const framing = framingOfStart(this.#start, this.#usualFraming());
    return framing ? readWhole(createStreamReader(this.#protocol, framing), body.read()) : body.finish();
  }

  release(): void {
    this.#decided?.release();
    this.#body?.release();
  }

  #decidedByHead(): AnswerReader | undefined {
    if (this.#httpStatus >= 400) return createBodyReader(this.#protocol, this.#httpStatus);
    const framing = framingOfContentType(this.#contentType());
    return framing && createStreamReader(this.#protocol, framing);
  }

  /** A plain JSON body is one body, not a line of a stream. */
  #usualFraming(): Framing {
    return this.#contentType().includes('application/json') ? 'sse' : this.#protocol.framing;
  }

  #contentType(): string {
    return this.#headers.get('content-type') ?? '';
  }

  #undecidedBody(): BodyReader {
    this.#body ??= createBodyReader(this.#protocol, this.#httpStatus);
    return this.#body;
  }
}

function latin1Start(bytes: Uint8Array, characters: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, characters)).toString(
    'latin1',
  );
}

function createStreamReader(protocol: Protocol, framing: Framing): AnswerReader {
  const kept = createKeptBytes();
  const isFirstContent: FirstContentSeeker = createFirstContentSeeker(protocol, framing);
  let hasBytes = false;
  let hasContent = false;
  let isReleased = false;

  /** Whether it holds the first content. */
  const piece = (bytes: Uint8Array): boolean => {
    kept.keep(bytes);
    if (hasContent) return false;
    hasContent = isFirstContent(bytes, kept.latest());
    return hasContent;
  };

  return {
    mayBeOver: () => protocol.end.test(kept.latest()),
    holdsEnd() {
      const { head, tail = head } = kept.read();
      return protocol.end.test(tail.toString('latin1'));
    },
    chunk(bytes) {
      if (isReleased) return false;
      hasBytes ||= bytes.length > 0;
      if (bytes.length <= tailBytesMax) return piece(bytes);
      let isFirst = false;
      for (let start = 0; start < bytes.length; start += tailBytesMax)
        isFirst = piece(bytes.subarray(start, start + tailBytesMax)) || isFirst;
      return isFirst;
    },
    finish() {
      if (isReleased) return undefined;
      const ends = readStreamEnds(framing, kept.read());
      if (ends.events.length === 0 && ends.fragment === '')
        return { protocol: hasBytes ? 'malformed' : 'incomplete' };
      const answer = withKnownUsage(protocol.readStream(ends));
      return { ...answer, hasContent: hasContent || answer.hasContent === true };
    },
    release() {
      if (isReleased) return;
      isReleased = true;
      kept.release();
    },
  };
}

interface BodyReader extends AnswerReader {
  read(): Buffer;
}

/** A body that is no stream, kept whole. */
function createBodyReader(protocol: Protocol, httpStatus: number): BodyReader {
  let pieces: Uint8Array[] = [];
  let byteLength = 0;
  const read = (): Buffer => Buffer.concat(pieces);
  return {
    mayBeOver: () => false,
    holdsEnd: () => false,
    read,
    chunk(bytes) {
      byteLength += bytes.length;
      if (byteLength <= bodyBytesMax) pieces.push(new Uint8Array(bytes));
      else pieces = [];
      return false;
    },
    finish() {
      return byteLength > bodyBytesMax
        ? undefined
        : answerInText(protocol, httpStatus, read().toString('utf8'));
    },
    release() {
      pieces = [];
    },
  };
}

const noHeaders = { get: (): null => null };

/** The answer in a body that the app took as bytes. */
export function answerInBytes(protocol: Protocol, httpStatus: number, bytes: Uint8Array): Answer | undefined {
  return readWhole(createAnswerReader(protocol, httpStatus, noHeaders), bytes);
}

/** The answer in a body that the app took as one text. */
export function answerInText(protocol: Protocol, httpStatus: number, text: string): Answer {
  const parsed = parseJson(text);
  if (parsed) return answerInBody(protocol, httpStatus, parsed.value);
  const framing = framingOfStart(text.slice(0, startCharactersMin * 4), protocol.framing);
  // An error page in HTML says less than its status.
  if (!framing) return httpStatus < 400 ? { protocol: 'malformed' } : {};
  return readWhole(createStreamReader(protocol, framing), Buffer.from(text)) ?? {};
}

function readWhole(reader: AnswerReader, bytes: Uint8Array): Answer | undefined {
  reader.chunk(bytes);
  const answer = reader.finish();
  reader.release();
  return answer;
}

/** The answer in a body that the app, or we, parsed as JSON. */
export function answerInBody(protocol: Protocol, httpStatus: number, body: unknown): Answer {
  if (httpStatus < 400) return withKnownUsage(protocol.readBody(body));
  return { error: vendorErrorOfErrorBody(body), retryAfterSeconds: retryDelaySecondsIn(body) };
}

/** A usage without a single count says nothing. */
function withKnownUsage(answer: Answer): Answer {
  const { usage } = answer;
  return usage && !saysAnything(usage) ? { ...answer, usage: undefined } : answer;
}

function saysAnything(usage: Usage): boolean {
  for (const name in usage) if (usage[name as keyof Usage] !== undefined) return true;
  return false;
}
