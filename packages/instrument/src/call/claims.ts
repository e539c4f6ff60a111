import { oncePerProcess } from '../once-per-process.ts';
import type { Call } from './call.ts';

/**
 * How a request at `fetch` finds the call it belongs to, without async context and without a header of ours: by the
 * identity of objects that the SDK itself carries from one step to the next.
 */
interface Claims {
  /** Request options, the same object through all retries of a call. */
  readonly byOptions: WeakMap<object, Call>;
  /** The `Headers` built for one attempt. */
  readonly byHeaders: WeakMap<object, Call>;
  /** Bodies of requests that were built and not sent yet, for when something on the way copied the headers. */
  readonly unsent: Map<Call, unknown>;
  /** Headers of attempts that are under way or over. */
  readonly taken: WeakSet<object>;
}

function claims(): Claims {
  return oncePerProcess('claims', () => ({
    byOptions: new WeakMap(),
    byHeaders: new WeakMap(),
    unsent: new Map(),
    taken: new WeakSet(),
  }));
}

export function claimOptions(options: unknown, call: Call): void {
  if (typeof options === 'object' && options !== null) claims().byOptions.set(options, call);
}

export function callOfOptions(options: unknown): Call | undefined {
  if (typeof options !== 'object' || options === null) return undefined;
  const call = claims().byOptions.get(options);
  return call?.isOpen ? call : undefined;
}

/** `headers` and `body` as the SDK is about to send them. */
export function claimRequest(headers: unknown, body: unknown, call: Call): void {
  if (typeof headers === 'object' && headers !== null) claims().byHeaders.set(headers, call);
  if (body) claims().unsent.set(call, body);
}

/** A call that ends without having sent its request. */
export function releaseClaim(call: Call): void {
  claims().unsent.delete(call);
}

/** An SDK makes new headers for every attempt: seen again, they are the same attempt on its way through a wrapper. */
export function wasTaken(headers: unknown): boolean {
  return typeof headers === 'object' && headers !== null && claims().taken.has(headers);
}

export function takeClaim(headers: unknown, body: unknown): Call | undefined {
  const { byHeaders, unsent } = claims();
  const call = typeof headers === 'object' && headers !== null ? byHeaders.get(headers) : undefined;
  const claimed = call ?? findByBody(unsent, body);
  if (claimed) unsent.delete(claimed);
  if (call) claims().taken.add(headers as object);
  return claimed?.isOpen ? claimed : undefined;
}

function findByBody(unsent: ReadonlyMap<Call, unknown>, body: unknown): Call | undefined {
  if (!body) return undefined;
  for (const [call, sent] of unsent) {
    if (sent === body) return call;
  }
  return undefined;
}
