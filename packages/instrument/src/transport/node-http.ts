import { ClientRequest, type IncomingMessage } from 'node:http';
import type { Attempt } from '../call/attempt.ts';
import { callForAttempt } from '../call/call-for-attempt.ts';
import { currentConfig } from '../config.ts';
import { guard } from '../guard.ts';
import { oncePerProcess } from '../once-per-process.ts';
import { llmPathHint } from '../protocols/protocols.ts';
import { capture } from './capture.ts';
import { meaningOfDestroy, transportOf } from './failure.ts';
import { type AppEnding, watchNodeResponse } from './node-body.ts';
import { recognise } from './request.ts';
import { isSending } from './sending.ts';
import { type Method, patch } from './watched-prototype.ts';

/**
 * Observes every client request of `node:http` and `node:https` (axios, got, node-fetch, older AWS SDKs), however the
 * app imported them: they all send through these two methods. Servers are not touched, theirs is another class.
 */
export function observeNodeHttp(): void {
  oncePerProcess('node-http', () => {
    patch(ClientRequest.prototype, 'write', observeWrite);
    patch(ClientRequest.prototype, 'end', observeEnd);
    return true;
  });
}

/** Bodies of requests that are still being written; only of those that may be for an LLM. */
const bodies = new WeakMap<object, Uint8Array[]>();
/** A longer body is a file, and no model is looked for in it. */
const bodyBytesMax = 16 * 1024 * 1024;

function observeWrite(original: Method): Method {
  return function (...parameters) {
    guard(() => keepBody(this as ClientRequest, parameters[0], parameters[1]));
    return Reflect.apply(original, this, parameters);
  };
}

function observeEnd(original: Method): Method {
  return function (...parameters) {
    guard(() => {
      const request = this as ClientRequest;
      if (!mayBeLlm(request) || request.writableEnded) return;
      keepBody(request, parameters[0], parameters[1]);
      observe(request);
    });
    return Reflect.apply(original, this, parameters);
  };
}

function mayBeLlm(request: ClientRequest): boolean {
  return request.method === 'POST' && llmPathHint.test(request.path) && !isSending();
}

function keepBody(request: ClientRequest, chunk: unknown, encoding: unknown): void {
  if (!mayBeLlm(request)) return;
  const bytes = bytesOf(chunk, encoding);
  if (!bytes) return;
  const kept = bodies.get(request) ?? [];
  bodies.set(request, kept);
  const keptBytes = kept.reduce((sum, one) => sum + one.length, 0);
  if (keptBytes + bytes.length <= bodyBytesMax) kept.push(bytes);
}

function bytesOf(chunk: unknown, encoding: unknown): Uint8Array | undefined {
  if (typeof chunk === 'string')
    return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
  return chunk instanceof Uint8Array ? chunk : undefined;
}

function observe(request: ClientRequest): void {
  const headers = request.getHeaders();
  const body = Buffer.concat(bodies.get(request) ?? []);
  const config = currentConfig();
  const recognised = recognise({
    method: request.method,
    url: addressOf(request),
    headers,
    body,
    config,
  });
  bodies.delete(request);
  if (!recognised) return;
  const owner = callForAttempt(headers, body);
  if (!owner) return;
  const attempt = owner.call.beginAttempt(recognised);
  capture(attempt, body, config);
  follow(request, attempt);
}

function addressOf(request: ClientRequest): string {
  // A request to a proxy has the whole address for its path.
  if (/^https?:/.test(request.path)) return request.path;
  return `${request.protocol}//${String(request.getHeader('host') ?? request.host)}${request.path}`;
}

/** `emit` is watched, not listened to: a listener for `response` or `error` would change what Node does without one. */
function follow(request: ClientRequest, attempt: Attempt): void {
  let appEnding: 'aborted' | 'timed_out' | undefined;
  let hasTimedOut = false;
  const endings: Readonly<Record<string, (value: unknown) => void>> = {
    response: (response) => answered(response as IncomingMessage, attempt, () => appEnding),
    error: (error) => {
      if (attempt.httpStatus === undefined)
        attempt.end(appEnding ?? transportOf(error, undefined), undefined);
    },
    timeout: () => {
      hasTimedOut = true;
    },
    // With a response, its body decides.
    close: () => {
      if (attempt.httpStatus === undefined) attempt.end(appEnding ?? 'aborted', undefined);
    },
  };
  patch(
    request,
    'emit',
    (original) =>
      function (...parameters) {
        guard(() => endings[String(parameters[0])]?.(parameters[1]));
        return Reflect.apply(original, this, parameters);
      },
  );
  for (const name of ['destroy', 'abort']) {
    patch(
      request,
      name,
      (original) =>
        function (...parameters) {
          // Node itself never calls these: a request that fails is marked, not destroyed.
          guard(() => {
            // `on('timeout', () => request.destroy())` is how Node's documentation has it.
            const isDeadline = hasTimedOut && parameters[0] === undefined;
            appEnding ??= isDeadline ? 'timed_out' : meaningOfDestroy(parameters[0]);
          });
          return Reflect.apply(original, this, parameters);
        },
    );
  }
}

function answered(response: IncomingMessage, attempt: Attempt, appEnding: AppEnding): void {
  const header = (name: string): string => {
    const value = response.headers[name];
    return Array.isArray(value) ? value.join(', ') : (value ?? '');
  };
  watchNodeResponse({ status: response.statusCode ?? 0, header, body: response }, attempt, appEnding);
}
