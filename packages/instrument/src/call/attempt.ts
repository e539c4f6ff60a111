import type { Ending } from '@faultline/conventions';
import type { ContentCapture } from '../content/capture.ts';
import { guard } from '../guard.ts';
import type { AnswerReader } from '../protocols/answer-reader.ts';
import type { Answer } from '../protocols/protocol.ts';
import type { RateLimit } from '../protocols/rate-limit.ts';
import type { LlmRequest, LlmTarget } from './llm-request.ts';

/** What a response head tells. */
export interface ResponseHead {
  readonly httpStatus: number;
  readonly vendorRequestId: string | undefined;
  /** Seconds the vendor asked us to wait. */
  readonly retryAfter: number | undefined;
  /** The account's limits as the vendor states them; read on demand. */
  readonly readRateLimit: () => RateLimit | undefined;
  /** The answer with what only the head said. */
  complete(answer: Answer): Answer;
}

/** One HTTP request and how it went, once it is over. Times in milliseconds. */
export interface FinishedAttempt extends LlmRequest {
  /** 0 for the first attempt of its call. */
  readonly resendCount: number;
  readonly startMs: number;
  /** What the SDK waited since the attempt before; undefined for the first. */
  readonly backoffMs: number | undefined;
  readonly durationMs: number;
  /** On the clock of `performance.now()`. */
  readonly endedAt: number;
  /** From the start of the attempt. */
  readonly headersMs: number | undefined;
  /** From the start of the attempt; streams only. */
  readonly firstContentMs: number | undefined;
  /** Of the body, as the app got it. */
  readonly bodyBytes: number;
  readonly head: ResponseHead | undefined;
  readonly transport: Ending['transport'];
  readonly answer: Answer | undefined;
  readonly capture: ContentCapture | undefined;
}

/** One HTTP request on its way. Every method may be called at any time; what comes after the end is ignored. */
export interface Attempt {
  readonly target: LlmTarget;
  readonly httpStatus: number | undefined;
  /** Milliseconds since the last sign of life: the start, the head, the last bytes. */
  silentMs(): number;
  /** What could only be learned from the body of the request, after it was sent. */
  identify(request: LlmRequest): void;
  headArrived(head: ResponseHead): void;
  /** The app, or its SDK, has begun to read the body; or there is no need to. */
  readonly isBeingRead: boolean;
  readingStarted(): void;
  bytesArrived(count: number): void;
  /** What was said; only where the user asked for it. */
  capture: ContentCapture | undefined;
  /** Tells what has been read of the answer, should nobody read on. Holds nothing but what it has read. */
  reader: Pick<AnswerReader, 'finish'> | undefined;
  firstContentArrived(): void;
  end(transport: Ending['transport'], answer: Answer | undefined): void;
  /** It was over with its last bytes: that was the answer, and nobody read on to the end of the body. */
  wasOver(answer: Answer): void;
  /** Nobody will read the body any more: what is known by now has to do. */
  abandon(): void;
}

/** An app that gives up at a bad status often leaves the body unread; it is not waited for longer than this. */
const unreadErrorGraceMs = 1000;

interface AttemptStart {
  readonly request: LlmRequest;
  readonly resendCount: number;
  readonly backoffMs: number | undefined;
}

export function createAttempt(start: AttemptStart, onEnd: (finished: FinishedAttempt) => void): Attempt {
  return new AttemptLife(start, onEnd);
}

function ignore(): void {}

class AttemptLife implements Attempt {
  capture: ContentCapture | undefined = undefined;
  reader: Pick<AnswerReader, 'finish'> | undefined = undefined;
  readonly #start: AttemptStart;
  #request: LlmRequest;
  #onEnd: (finished: FinishedAttempt) => void;
  readonly #startMs = Date.now();
  readonly #startedAt = performance.now();
  #lastSignAt = this.#startedAt;
  #head: ResponseHead | undefined;
  #headersMs: number | undefined;
  #firstContentMs: number | undefined;
  #bodyBytes = 0;
  isBeingRead = false;
  #grace: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(start: AttemptStart, onEnd: (finished: FinishedAttempt) => void) {
    this.#request = start.request;
    this.#start = start;
    this.#onEnd = onEnd;
  }

  get target(): LlmTarget {
    return this.#request.target;
  }

  get httpStatus(): number | undefined {
    return this.#head?.httpStatus;
  }

  silentMs(): number {
    return performance.now() - this.#lastSignAt;
  }

  identify(request: LlmRequest): void {
    if (!this.#ended) this.#request = request;
  }

  headArrived(head: ResponseHead): void {
    this.#head = head;
    this.#lastSignAt = performance.now();
    this.#headersMs = this.#lastSignAt - this.#startedAt;
    if (head.httpStatus < 400) return;
    this.#grace = setTimeout(() => guard(() => this.abandon()), unreadErrorGraceMs).unref();
  }

  readingStarted(): void {
    this.isBeingRead = true;
    if (!this.#grace) return;
    clearTimeout(this.#grace);
    this.#grace = undefined;
  }

  bytesArrived(count: number): void {
    this.readingStarted();
    this.#bodyBytes += count;
    this.#lastSignAt = performance.now();
  }

  firstContentArrived(): void {
    this.#firstContentMs ??= performance.now() - this.#startedAt;
  }

  end(transport: Ending['transport'], answer: Answer | undefined): void {
    this.#endAt(performance.now(), transport, answer);
  }

  wasOver(answer: Answer): void {
    this.#endAt(this.#lastSignAt, 'complete', answer);
  }

  #endAt(endedAt: number, transport: Ending['transport'], answer: Answer | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    // What was read is needed no more, and the response may live on for long.
    this.reader = undefined;
    this.readingStarted();
    const failedByStatus = this.#head !== undefined && this.#head.httpStatus >= 400;
    const onEnd = this.#onEnd;
    // The registry of bodies keeps the attempt until the body is collected; the call need not wait for that.
    this.#onEnd = ignore;
    onEnd({
      target: this.#request.target,
      fingerprint: this.#request.fingerprint,
      resendCount: this.#start.resendCount,
      startMs: this.#startMs,
      backoffMs: this.#start.backoffMs,
      durationMs: endedAt - this.#startedAt,
      endedAt,
      headersMs: this.#headersMs,
      firstContentMs: this.#firstContentMs,
      bodyBytes: this.#bodyBytes,
      head: this.#head,
      // An error status has said what happened; that its body was thrown away adds nothing.
      transport: failedByStatus ? 'complete' : transport,
      answer: this.#completed(answer),
      capture: this.capture,
    });
  }

  #completed(answer: Answer | undefined): Answer | undefined {
    return this.#head ? guard(() => this.#head?.complete(answer ?? {})) : answer;
  }

  abandon(): void {
    if (this.#ended) return;
    const answer = guard(() => this.reader?.finish());
    if (isDecided(answer)) this.wasOver(answer);
    else this.end('aborted', answer);
  }
}

/** Reading often stops at the terminal event, or because of an error event; neither is the app giving up. */
export function isDecided(answer: Answer | undefined): answer is Answer {
  return answer?.error !== undefined || answer?.protocol === 'complete';
}

/** The same attempt, seen in the light of what the SDK made of it. */
export function withTransport(finished: FinishedAttempt, transport: Ending['transport']): FinishedAttempt {
  return { ...finished, transport };
}

export function endingOf({ transport, head, answer }: FinishedAttempt): Ending {
  return {
    transport,
    httpStatus: head?.httpStatus,
    error: answer?.error,
    protocol: answer?.protocol,
    hasContent: answer?.hasContent,
    filtered: answer?.filtered,
  };
}
