import type { Ending } from '@faultline/conventions';
import { guard } from '../guard.ts';
import type { Answer } from '../protocols/protocol.ts';
import type { LlmRequest } from './llm-request.ts';

/** What a response head tells. */
export interface ResponseHead {
  readonly httpStatus: number;
  readonly vendorRequestId: string | undefined;
  /** Seconds the vendor asked us to wait. */
  readonly retryAfter: number | undefined;
}

/** One HTTP request and how it went, once it is over. Times in milliseconds. */
export interface FinishedAttempt {
  readonly request: LlmRequest;
  /** 0 for the first attempt of its call. */
  readonly resendCount: number;
  readonly startMs: number;
  readonly durationMs: number;
  /** From the start of the attempt; streams only. */
  readonly firstContentMs: number | undefined;
  readonly head: ResponseHead | undefined;
  readonly transport: Ending['transport'];
  readonly answer: Answer | undefined;
}

/** One HTTP request on its way. Every method may be called at any time; what comes after the end is ignored. */
export interface Attempt {
  readonly request: LlmRequest;
  readonly httpStatus: number | undefined;
  headArrived(head: ResponseHead): void;
  /** The app, or its SDK, has begun to read the body. */
  readingStarted(): void;
  /** Tells what has been read of the answer, should nobody read on. */
  readSoFar: (() => Answer | undefined) | undefined;
  firstContentArrived(): void;
  end(transport: Ending['transport'], answer: Answer | undefined): void;
  /** Nobody will read the body any more: what is known by now has to do. */
  abandon(): void;
}

/** An app that gives up at a bad status often leaves the body unread; it is not waited for longer than this. */
const unreadErrorGraceMs = 1000;

export function createAttempt(
  request: LlmRequest,
  resendCount: number,
  onEnd: (finished: FinishedAttempt) => void,
): Attempt {
  const startMs = Date.now();
  const startedAt = performance.now();
  let head: ResponseHead | undefined;
  let firstContentMs: number | undefined;
  let grace: NodeJS.Timeout | undefined;
  let ended = false;

  const attempt: Attempt = {
    request,
    readSoFar: undefined,
    get httpStatus() {
      return head?.httpStatus;
    },
    headArrived(arrived) {
      head = arrived;
      if (arrived.httpStatus >= 400)
        grace = setTimeout(() => guard(attempt.abandon), unreadErrorGraceMs).unref();
    },
    readingStarted() {
      clearTimeout(grace);
    },
    firstContentArrived() {
      firstContentMs ??= performance.now() - startedAt;
    },
    end(transport, answer) {
      if (ended) return;
      ended = true;
      // What was read is needed no more, and the response may live on for long.
      attempt.readSoFar = undefined;
      clearTimeout(grace);
      const failedByStatus = head !== undefined && head.httpStatus >= 400;
      onEnd({
        request,
        resendCount,
        startMs,
        durationMs: performance.now() - startedAt,
        firstContentMs,
        head,
        // An error status has said what happened; that its body was thrown away adds nothing.
        transport: failedByStatus ? 'complete' : transport,
        answer,
      });
    },
    abandon() {
      if (ended) return;
      const answer = guard(() => attempt.readSoFar?.());
      attempt.end(isDecided(answer) ? 'complete' : 'aborted', answer);
    },
  };
  return attempt;
}

/** Reading often stops at the terminal event, or because of an error event; neither is the app giving up. */
export function isDecided(answer: Answer | undefined): boolean {
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
