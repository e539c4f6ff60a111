import { classify, type Ending } from '@faultline/conventions';
import { type Context, context, trace } from '@opentelemetry/api';
import { guard } from '../guard.ts';
import { type Attempt, createAttempt, endingOf, type FinishedAttempt, withTransport } from './attempt.ts';
import type { CallSpan } from './call-span.ts';
import { isFailure } from './ended-call.ts';
import { type InFlightCall, inFlightCalls } from './in-flight.ts';
import type { LlmRequest, LlmTarget } from './llm-request.ts';
import { callSignals } from './signals.ts';
import { attemptEnd, attemptStart, callEnd, callStart } from './span-attributes.ts';
import { callTracer } from './tracer.ts';
import { type VendorSpanOwner, vendorSpanIn } from './vendor-span.ts';

/** One logical operation the app asked for, with all its attempts. A call without a single attempt leaves no trace. */
export interface Call {
  readonly isOpen: boolean;
  /** Open, not handed to the app yet, and no attempt of it is under way that may still succeed. */
  readonly awaitsAttempt: boolean;
  /** Whether the attempt under way has not got as far as a response head. */
  readonly awaitsHead: boolean;
  /** `signal` is the request's own. */
  beginAttempt(request: LlmRequest, signal?: AbortSignal): Attempt;
  /** The SDK is going to try again: the attempt that failed did not end the call, and is exported now. */
  retrying(): void;
  /** The SDK handed a response to the app: the call ends when that attempt's body does. */
  accepted(): void;
  /** The SDK gave up. `transport` is what its error says about the end, where it says anything. */
  failed(transport: 'timed_out' | 'aborted' | undefined): void;
  /** The process is about to end. */
  abandon(): void;
}

/** Calls that can no longer come to an end by themselves, when the process is about to. */
export function abandonOpenCalls(): void {
  for (const call of [...inFlightCalls<CallLife>()]) guard(() => call.abandon());
}

export interface CallOptions {
  /** The app's own signal, where a hook knows it: any other abort of a request is then the SDK's deadline. */
  readonly appSignal?: { readonly signal: AbortSignal | undefined };
}

/** A call whose attempts an SDK hook will report: it ends when the hook says so. */
export function beginCall(options: CallOptions = {}): Call {
  return new CallLife(false, options);
}

/** A call of exactly one attempt: plain `fetch`, or an SDK we have no hook for. */
export function beginSingleAttemptCall(): Call {
  return new CallLife(true, {});
}

class CallLife implements Call, InFlightCall, VendorSpanOwner {
  isOpen = true;
  readonly #startMs = Date.now();
  readonly #startedAt = performance.now();
  /** The app's context where it made the call; retries run in others. */
  readonly #parent: Context = context.active();
  /** Weak: a call may wait for a body to be collected, and what listens to a signal may hold on to that body. */
  readonly #appSignal: { readonly signal: WeakRef<AbortSignal> | undefined } | undefined;
  #signal: WeakRef<AbortSignal> | undefined;
  #endsWithAttempt: boolean;
  #attempts = 0;
  /** Ours; absent where the SDK traces itself. */
  #span: CallSpan | undefined;
  #vendorSpan: CallSpan | undefined;
  #running: Attempt | undefined;
  /** Ended, and not known yet whether it ended the call. */
  #undecided: FinishedAttempt | undefined;
  #last: FinishedAttempt | undefined;
  #lastEndedAt = 0;
  #startedWith: LlmTarget | undefined;

  constructor(endsWithAttempt: boolean, { appSignal }: CallOptions) {
    this.#appSignal = appSignal && { signal: appSignal.signal && new WeakRef(appSignal.signal) };
    this.#endsWithAttempt = endsWithAttempt;
  }

  get awaitsAttempt(): boolean {
    if (!this.isOpen || this.#endsWithAttempt) return false;
    // Nobody tries again after an answer: what comes then is another call, made by a middleware or a tool.
    if (this.#undecided) return isFailure(classify(endingOf(this.#undecided)));
    // The body of a bad status is often left unread before the next try.
    return !this.#running || (this.#running.httpStatus ?? 0) >= 400;
  }

  get awaitsHead(): boolean {
    return this.isOpen && this.#running !== undefined && this.#running.httpStatus === undefined;
  }

  get target(): LlmTarget | undefined {
    return this.#running?.target ?? this.#last?.target;
  }

  get phase(): InFlightCall['phase'] {
    if (!this.#running) return 'backing_off';
    return this.#running.httpStatus === undefined ? 'waiting' : 'responding';
  }

  silentMs(): number {
    return this.#running?.silentMs() ?? performance.now() - this.#lastEndedAt;
  }

  beginAttempt(request: LlmRequest, signal?: AbortSignal): Attempt {
    if (this.#attempts > 0) this.retrying();
    this.#vendorSpan = guard(() => this.#vendorSpanOf(request.target)) ?? this.#vendorSpan;
    if (this.#attempts === 0) this.#start(request.target);
    this.#signal = this.#appSignal && signal && new WeakRef(signal);
    const resendCount = this.#attempts;
    const backoffMs = this.#last && performance.now() - this.#lastEndedAt;
    this.#attempts += 1;
    const onEnd = (finished: FinishedAttempt): void => this.#attemptEnded(finished);
    this.#running = createAttempt({ request, resendCount, backoffMs }, onEnd);
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

  #vendorSpanOf(target: LlmTarget): CallSpan | undefined {
    return callTracer().sharesVendorSpans ? vendorSpanIn(context.active(), target, this) : undefined;
  }

  #start(target: LlmTarget): void {
    this.#startedWith = target;
    if (!this.#vendorSpan) this.#span = this.#startSpan(target);
    callSignals().started(target);
    inFlightCalls<CallLife>().add(this);
  }

  #startSpan(target: LlmTarget): CallSpan {
    return callTracer().start({
      name: spanName(target),
      startMs: this.#startMs,
      describeStart: callStart(target),
      parent: this.#parent,
    });
  }

  #attemptEnded(ended: FinishedAttempt): void {
    const finished = this.#isDeadline(ended) ? withTransport(ended, 'timed_out') : ended;
    this.#running = undefined;
    this.#last = finished;
    this.#lastEndedAt = finished.endedAt;
    if (this.#endsWithAttempt) this.#finish(finished);
    else this.#undecided = finished;
  }

  /** An app that leaves a stream ends the vendor's span before the body hears of it. */
  vendorEnds(): void {
    if (this.#endsWithAttempt && this.#running?.isBeingRead) this.#running.abandon();
  }

  #isDeadline({ transport }: FinishedAttempt): boolean {
    if (transport !== 'aborted' || !this.#appSignal || !this.#signal?.deref()?.aborted) return false;
    return !this.#appSignal.signal?.deref()?.aborted;
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
      endedAt: performance.now(),
      headersMs: undefined,
      firstContentMs: undefined,
      bodyBytes: 0,
    };
  }

  #exportAttempt(finished: FinishedAttempt): void {
    const outcome = classify(endingOf(finished));
    const around = this.#span ?? this.#vendorSpan;
    callSignals().attemptEnded(finished.target, outcome);
    if (!around) return;
    const span = callTracer().start({
      name: `attempt ${finished.target.model}`.trimEnd(),
      startMs: finished.startMs,
      describeStart: attemptStart(finished.target),
      parent: trace.setSpanContext(this.#parent, around.context),
    });
    span.end({
      endMs: finished.startMs + finished.durationMs,
      isFailure: isFailure(outcome),
      describeEnd: attemptEnd(finished, outcome),
    });
  }

  #finish(finished: FinishedAttempt): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#undecided = undefined;
    inFlightCalls<CallLife>().delete(this);
    const { target } = finished;
    const outcome = classify(endingOf(finished));
    const durationMs = finished.endedAt - this.#startedAt;
    const firstContentMs = this.#sinceCallStart(finished);
    const ended = { finished, outcome, attempts: this.#attempts, durationMs, firstContentMs };
    // A vendor that has ended its span already left the truth without a place.
    const vendorSpan = this.#vendorSpan?.isRecording ? this.#vendorSpan : undefined;
    const span = this.#span ?? vendorSpan ?? this.#startSpan(target);
    // The exemplar wants the span; so the metrics come first, while it is still open.
    callSignals().ended(ended, span);
    if (!span.isRecording) return;
    // The vendor's says less; and a body that hid in a `Request` told its model only later.
    if (span === vendorSpan || target !== this.#startedWith)
      span.identify(spanName(target), callStart(target));
    span.end({
      endMs: this.#startMs + durationMs,
      isFailure: isFailure(outcome),
      describeEnd: callEnd(ended),
    });
  }

  #sinceCallStart({ startMs, firstContentMs }: FinishedAttempt): number | undefined {
    return firstContentMs === undefined ? undefined : startMs - this.#startMs + firstContentMs;
  }
}

function spanName({ operation, model }: LlmTarget): string {
  return `${operation} ${model}`.trimEnd();
}

/** Only an abort is open to interpretation: an SDK's deadline and the app's own abort look the same at `fetch`. */
function resolve(finished: FinishedAttempt, said: Ending['transport'] | undefined): FinishedAttempt {
  return said && finished.transport === 'aborted' ? withTransport(finished, said) : finished;
}
