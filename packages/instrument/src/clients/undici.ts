import type { Readable } from 'node:stream';
import type { Attempt } from '../call/attempt.ts';
import { callForAttempt } from '../call/call-for-attempt.ts';
import type { LlmRequest } from '../call/llm-request.ts';
import { currentConfig } from '../config.ts';
import { guard } from '../guard.ts';
import { capture } from '../transport/capture.ts';
import { appEndingBy, transportOf } from '../transport/failure.ts';
import { observedFetch } from '../transport/fetch.ts';
import { watchNodeResponse } from '../transport/node-body.ts';
import { recognise } from '../transport/request.ts';
import { isSending, whileSending } from '../transport/sending.ts';
import { replaceOnce } from './patch-methods.ts';

/** The package `undici`: its `fetch` is not the global one, and `request` answers with a Node stream. */
interface UndiciModule {
  fetch?: Parameters<typeof observedFetch>[0];
  request?: UndiciRequest;
  Dispatcher?: { readonly prototype: { request?: DispatcherRequest } };
}

type Callback = (error: unknown, response: UndiciResponse) => void;
type UndiciRequest = (url: unknown, options?: RequestOptions, callback?: Callback) => unknown;
type DispatcherRequest = (options: RequestOptions, callback?: Callback) => unknown;

interface RequestOptions {
  readonly method?: string;
  readonly origin?: unknown;
  readonly path?: string;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

interface UndiciResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
}

export function followUndici(undiciModule: unknown): boolean {
  const target = undiciModule as UndiciModule;
  if (typeof target.fetch !== 'function' || typeof target.request !== 'function') return false;
  target.fetch = replaceOnce(target.fetch, observedFetch);
  target.request = replaceOnce(target.request, observedRequest);
  const dispatcher = target.Dispatcher?.prototype;
  if (typeof dispatcher?.request === 'function')
    dispatcher.request = replaceOnce(dispatcher.request, observedDispatcherRequest);
  return true;
}

/** With a callback of the app's instead of a promise it is left alone: nobody has used that for an LLM yet. */
function observedRequest(original: UndiciRequest): UndiciRequest {
  return function (this: unknown, url, options, callback) {
    const send = (own?: Callback): unknown => Reflect.apply(original, this, [url, options, own ?? callback]);
    if (callback !== undefined || typeof options === 'function') return send();
    // Everything may stand in one object, and a path beside the origin.
    const all = isAddress(url) ? options : { ...(url as RequestOptions), ...options };
    return observed(send, `${addressOf(isAddress(url) ? url : all?.origin)}${all?.path ?? ''}`, all);
  };
}

/** `client.request({ origin, path, … })`; a `Client` or `Pool` of one origin does not repeat it, and is not seen. */
function observedDispatcherRequest(original: DispatcherRequest): DispatcherRequest {
  return function (this: unknown, options, callback) {
    const send = (own?: Callback): unknown => Reflect.apply(original, this, [options, own ?? callback]);
    if (callback !== undefined) return send();
    return observed(send, `${addressOf(options?.origin)}${options?.path ?? ''}`, options);
  };
}

function isAddress(url: unknown): boolean {
  return typeof url === 'string' || url instanceof URL;
}

function addressOf(url: unknown): string {
  return isAddress(url) ? String(url).replace(/\/$/, '') : '';
}

/**
 * The app gets a promise as before, made here: only a callback is called before the first bytes of the body are pushed,
 * a promise's reaction comes too late for a short answer.
 */
function observed(
  send: (callback?: Callback) => unknown,
  address: string,
  options: RequestOptions | undefined,
): unknown {
  const request = guard(() => recognised(address, options));
  if (!request) return send();
  const { promise, resolve, reject } = deferred();
  let attempt: Attempt | undefined;
  // Wrong options are thrown at once; then nothing was sent, and there is nothing to tell.
  whileSending(() =>
    send((error, response) => {
      if (error) {
        guard(() => attempt?.end(transportOf(error, options?.signal), undefined));
        reject(error);
        return;
      }
      guard(() => attempt && answered(response, attempt, options?.signal));
      resolve(response);
    }),
  );
  attempt = guard(() => beginAttempt(request, options));
  return promise;
}

interface Deferred {
  readonly promise: Promise<UndiciResponse>;
  resolve(response: UndiciResponse): void;
  reject(error: unknown): void;
}

function deferred(): Deferred {
  let resolve = (_response: UndiciResponse): void => {};
  let reject = (_error: unknown): void => {};
  const promise = new Promise<UndiciResponse>((accept, refuse) => {
    resolve = accept;
    reject = refuse;
  });
  return { promise, resolve, reject };
}

function recognised(address: string, options: RequestOptions | undefined): LlmRequest | undefined {
  if (address === '' || isSending()) return undefined;
  const { method = 'GET', headers, body } = options ?? {};
  return recognise({ method, url: address, headers, body, config: currentConfig() });
}

function beginAttempt(request: LlmRequest, options: RequestOptions | undefined): Attempt | undefined {
  const { headers, body, signal } = options ?? {};
  const attempt = callForAttempt(headers, body)?.call.beginAttempt(request, signal);
  if (attempt) capture(attempt, body, currentConfig());
  return attempt;
}

function answered(
  { statusCode, headers, body }: UndiciResponse,
  attempt: Attempt,
  signal: AbortSignal | undefined,
): void {
  const header = (name: string): string => String(headers[name] ?? '');
  watchNodeResponse({ status: statusCode, header, body }, attempt, () => appEndingBy(signal));
}
