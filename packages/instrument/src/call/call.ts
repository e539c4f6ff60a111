import { classify, type Ending } from '@faultline/conventions';
import { type Context, context, type Span, SpanKind, trace } from '@opentelemetry/api';
import { oncePerProcess } from '../once-per-process.ts';
import { type Attempt, createAttempt, endingOf, type FinishedAttempt, withTransport } from './attempt.ts';
import type { LlmRequest } from './llm-request.ts';
import { clientMetrics } from './metrics.ts';
import { attemptAttributes, callEndAttributes, callStartAttributes, setStatus } from './span-attributes.ts';
import { callTracer } from './tracer.ts';

/** One logical operation the app asked for, with all its attempts. A call without a single attempt leaves no trace. */
export interface Call {
  readonly isOpen: boolean;
  beginAttempt(request: LlmRequest): Attempt;
  /** The SDK is going to try again: the attempt that failed did not end the call, and is exported now. */
  retrying(): void;
  /** The SDK handed a response to the app: the call ends when that attempt's body does. */
  accepted(): void;
  /** The SDK gave up. `transport` is what its error says about the end, where it says anything. */
  failed(transport: 'timed_out' | 'aborted' | undefined): void;
  /** The process is about to end. */
  abandon(): void;
}

/** Calls that have begun an attempt and not ended; bounded by what the app has in flight. */
export function openCalls(): Set<Call> {
  return oncePerProcess('open-calls', () => new Set());
}

/** A call whose attempts an SDK hook will report: it ends when the hook says so. */
export function beginCall(): Call {
  return new CallLife(false);
}

/** A call of exactly one attempt: plain `fetch`, or an SDK we have no hook for. */
export function beginSingleAttemptCall(): Call {
  return new CallLife(true);
}

class CallLife implements Call {
  isOpen = true;
  readonly #startMs = Date.now();
  readonly #startedAt = performance.now();
  /** The app's context where it made the call; retries run in others. */
  readonly #parent: Context = context.active();
  #endsWithAttempt: boolean;
  #attempts = 0;
  #span: Span | undefined;
  #running: Attempt | undefined;
  /** Ended, and not known yet whether it ended the call. */
  #undecided: FinishedAttempt | undefined;
  #last: FinishedAttempt | undefined;

  constructor(endsWithAttempt: boolean) {
    this.#endsWithAttempt = endsWithAttempt;
  }

  beginAttempt(request: LlmRequest): Attempt {
    if (this.#attempts === 0) this.#start(request);
    else this.retrying();
    const resendCount = this.#attempts;
    this.#attempts += 1;
    this.#running = createAttempt(request, resendCount, (finished) => this.#attemptEnded(finished));
    return this.#running;
  }

  retrying(): void {
    this.#running?.abandon();
    const failed = this.#undecided;
    if (!failed || !this.isOpen) return;
    this.#undecided = undefined;
    // No SDK tries again after the app gave up, so an aborted attempt was the SDK's own deadline.
    this.#exportAttempt(failed.transport === 'aborted' ? withTransport(failed, 'timed_out') : failed);
  }

  accepted(): void {
    this.#endsWithAttempt = true;
    if (this.#undecided) this.#finish(this.#undecided);
  }

  failed(transport: 'timed_out' | 'aborted' | undefined): void {
    if (!this.#last && !this.#running) return;
    this.#running?.abandon();
    const decisive = this.#undecided ?? this.#gaveUpBetweenAttempts();
    if (decisive && this.isOpen) this.#finish(resolve(decisive, transport));
  }

  abandon(): void {
    this.#endsWithAttempt = true;
    this.#running?.abandon();
    if (this.isOpen) this.failed('aborted');
  }

  #start(request: LlmRequest): void {
    this.#span = callTracer().startSpan(
      `${request.operation} ${request.model}`.trimEnd(),
      { kind: SpanKind.CLIENT, startTime: this.#startMs, attributes: callStartAttributes(request) },
      this.#parent,
    );
    clientMetrics().callStarted(request);
    openCalls().add(this);
  }

  #attemptEnded(finished: FinishedAttempt): void {
    this.#running = undefined;
    this.#last = finished;
    if (this.#endsWithAttempt) this.#finish(finished);
    else this.#undecided = finished;
  }

  /** An abort or an SDK error during the back-off: no request was under way. */
  #gaveUpBetweenAttempts(): FinishedAttempt | undefined {
    const last = this.#last;
    if (!last) return undefined;
    return {
      ...last,
      head: undefined,
      answer: undefined,
      transport: 'aborted',
      durationMs: 0,
      firstContentMs: undefined,
    };
  }

  #exportAttempt(finished: FinishedAttempt): void {
    const outcome = classify(endingOf(finished));
    clientMetrics().attemptEnded(finished.request, outcome);
    if (!this.#span) return;
    const span = callTracer().startSpan(
      `attempt ${finished.request.model}`.trimEnd(),
      {
        kind: SpanKind.CLIENT,
        startTime: finished.startMs,
        attributes: attemptAttributes(finished, outcome),
      },
      trace.setSpan(this.#parent, this.#span),
    );
    setStatus(span, outcome);
    span.end(finished.startMs + finished.durationMs);
  }

  #finish(finished: FinishedAttempt): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#undecided = undefined;
    openCalls().delete(this);
    const { request, answer } = finished;
    const outcome = classify(endingOf(finished));
    const durationMs = performance.now() - this.#startedAt;
    const firstContentMs = this.#sinceCallStart(finished);
    clientMetrics().attemptEnded(request, outcome);
    clientMetrics().callEnded(request, {
      outcome,
      durationSeconds: durationMs / 1000,
      timeToFirstChunkSeconds: firstContentMs === undefined ? undefined : firstContentMs / 1000,
      usage: outcome === 'cancelled' ? undefined : answer?.usage,
    });
    if (!this.#span?.isRecording()) return;
    this.#span.setAttributes(callEndAttributes(finished, outcome, this.#attempts, firstContentMs));
    setStatus(this.#span, outcome);
    this.#span.end(this.#startMs + durationMs);
  }

  #sinceCallStart({ startMs, firstContentMs }: FinishedAttempt): number | undefined {
    return firstContentMs === undefined ? undefined : startMs - this.#startMs + firstContentMs;
  }
}

/** Only an abort is open to interpretation: an SDK's deadline and the app's own abort look the same at `fetch`. */
function resolve(finished: FinishedAttempt, said: Ending['transport'] | undefined): FinishedAttempt {
  return said && finished.transport === 'aborted' ? withTransport(finished, said) : finished;
}
