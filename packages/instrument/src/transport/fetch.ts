import type { Attempt } from '../call/attempt.ts';
import { callForAttempt } from '../call/call-for-attempt.ts';
import type { LlmRequest } from '../call/llm-request.ts';
import { callInScope } from '../call/scope.ts';
import { currentConfig } from '../config.ts';
import { guard } from '../guard.ts';
import { oncePerProcess, shared } from '../once-per-process.ts';
import { capture } from './capture.ts';
import { transportOf } from './failure.ts';
import { identifyLater } from './hidden-body.ts';
import { type FetchInput, type FetchOptions, recogniseRequest } from './request.ts';
import { watchResponse } from './response.ts';
import { isSending, whileSending } from './sending.ts';

type Fetch = (this: unknown, input: FetchInput, init?: FetchOptions) => Promise<Response>;

/** Patches `globalThis.fetch` once per process. Whoever wraps it later wraps ours. */
export function observeGlobalFetch(): void {
  oncePerProcess('fetch', () => {
    const original = globalThis.fetch as unknown as Fetch;
    if (typeof original === 'function') globalThis.fetch = observedFetch(original) as unknown as typeof fetch;
    return true;
  });
}

/** Functions that are observed already, so that one request is never two attempts. */
const observedFetches: () => WeakSet<object> = shared('observed-fetches', () => new WeakSet());

/** Signals of requests under way through a client's own `fetch`, which may well call the global one. */
const underWay: () => Set<object> = shared('under-way', () => new Set());

export function isObserved(fetchFunction: unknown): boolean {
  return typeof fetchFunction === 'function' && observedFetches().has(fetchFunction);
}

/** The same function to the caller: same arguments, same response object, same rejection. */
export function observedFetch(original: Fetch): Fetch {
  const observed: Fetch = function (this: unknown, input, init) {
    // A wrapper that another tool put around ours, or a client's own `fetch`, sends the same request once more.
    const attempt = isSending() ? undefined : guard(() => beginAttempt(input, init));
    if (!attempt) return Reflect.apply(original, this, [input, init]);
    const signal = signalOf(input, init);
    return sent(original, this, input, init, attempt).then(
      (response) => {
        guard(() => {
          if (signal) underWay().delete(signal);
          watch(response, attempt, signal);
        });
        return response;
      },
      (error) => {
        guard(() => {
          if (signal) underWay().delete(signal);
          attempt.end(transportOf(error, signal), undefined);
        });
        throw error;
      },
    );
  };
  Object.defineProperty(observed, 'name', { value: original.name });
  Object.defineProperty(observed, 'length', { value: original.length });
  observedFetches().add(observed);
  return observed;
}

/** A response that is none (a mock, a cut-down imitation) ends its attempt at once, unexplained. */
function watch(response: Response, attempt: Attempt, signal: AbortSignal | undefined): void {
  try {
    watchResponse(response, attempt, signal);
  } catch (error) {
    attempt.end('complete', undefined);
    throw error;
  }
}

function beginAttempt(input: FetchInput, init: FetchOptions | undefined): Attempt | undefined {
  const signal = init?.signal;
  if (signal && underWay().has(signal)) return undefined;
  const config = currentConfig();
  const isExpected = callInScope() !== undefined;
  const recognise = (body: string | undefined): LlmRequest | undefined =>
    recogniseRequest(input, body === undefined ? init : { ...init, body }, config, isExpected);
  const request = recognise(undefined);
  if (!request) return undefined;
  const owner = callForAttempt(headersOf(input, init), init?.body);
  if (!owner) return undefined;
  // Only an SDK's signal is known to be made for one request; an app may share its own between requests.
  if (signal && owner.isClaimed) underWay().add(signal);
  const attempt = owner.call.beginAttempt(request, signalOf(input, init));
  capture(attempt, init?.body, config);
  if (request.target.model === '')
    identifyLater(input, init, attempt, (body) => {
      capture(attempt, body, config);
      return recognise(body);
    });
  return attempt;
}

/** A custom `fetch` may answer without a promise, or throw instead of rejecting; the caller then sees just that. */
function sent(
  send: Fetch,
  self: unknown,
  input: FetchInput,
  init: FetchOptions | undefined,
  attempt: Attempt,
): Promise<Response> {
  try {
    return Promise.resolve(whileSending(() => Reflect.apply(send, self, [input, init])));
  } catch (error) {
    guard(() => {
      if (init?.signal) underWay().delete(init.signal);
      attempt.end(transportOf(error, undefined), undefined);
    });
    throw error;
  }
}

/** Of a `Request` that an AWS SDK made, the headers tell whether it is seen already. */
function headersOf(input: FetchInput, init: FetchOptions | undefined): unknown {
  return init?.headers ?? (input instanceof Request ? input.headers : undefined);
}

function signalOf(input: FetchInput, init: FetchOptions | undefined): AbortSignal | undefined {
  return init?.signal ?? (input instanceof Request ? input.signal : undefined);
}
