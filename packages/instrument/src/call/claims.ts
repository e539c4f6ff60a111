import { createHiddenField, type HiddenField } from '../hidden-field.ts';
import { shared } from '../once-per-process.ts';
import type { Call } from './call.ts';

/**
 * How a request at `fetch` finds the call it belongs to, without async context and without a header of ours: by the
 * identity of objects that the SDK itself carries from one step to the next.
 */
interface Claims {
  /**
   * Request options, the same object through all retries of a call. Not on the object itself, as for headers: the SDK
   * copies its options, and a copy of an object with a private field is many times as slow.
   */
  readonly byOptions: Map<object, Call>;
  /** The headers built for one attempt, or for all of a call. */
  readonly byHeaders: HiddenField<Call>;
  /** Bodies of requests that were built and not sent yet, for when something on the way copied the headers. */
  readonly unsent: Map<Call, unknown>;
  /** Bodies of requests that were handed to a client's own `fetch`, of which nobody knows how it passes them on. */
  readonly handedOver: Map<Call, unknown>;
  /** Ids of AWS requests that are under way, and seen. */
  readonly invocations: Set<string>;
}

const claims: () => Claims = shared('claims', () => ({
  byOptions: new Map(),
  byHeaders: createHiddenField(),
  unsent: new Map(),
  handedOver: new Map(),
  invocations: new Set(),
}));

/** Until it is released. */
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

/** The SDK's promise has settled: it sends nothing more for this call. */
export function release(call: Call, options: unknown): void {
  const { byOptions, unsent, handedOver } = claims();
  if (typeof options === 'object' && options !== null && byOptions.get(options) === call)
    byOptions.delete(options);
  unsent.delete(call);
  handedOver.delete(call);
}

/** The same headers again while their attempt has no answer yet: the same request, on its way through a wrapper. */
export function isUnderWay(headers: unknown): boolean {
  return callOfHeaders(headers)?.awaitsHead ?? false;
}

export function takeClaim(headers: unknown, body: unknown): Call | undefined {
  const { unsent } = claims();
  const claimed = callOfHeaders(headers) ?? findByBody(unsent, body);
  if (claimed) unsent.delete(claimed);
  return claimed?.isOpen ? claimed : undefined;
}

/** The request of this call goes through a client's own `fetch`. */
export function handOver(call: Call, body: unknown): void {
  if (body) claims().handedOver.set(call, body);
}

/** Whether this body was handed to a client's own `fetch`, and no answer to it has come yet. */
export function isBodyUnderWay(body: unknown): boolean {
  const { handedOver } = claims();
  if (handedOver.size === 0 || !body) return false;
  for (const [call, sent] of handedOver) {
    if (!call.awaitsHead) handedOver.delete(call);
    else if (isSameBody(sent, body)) return true;
  }
  return false;
}

function isSameBody(sent: unknown, body: unknown): boolean {
  if (sent === body) return true;
  return typeof sent === 'string' && body instanceof Uint8Array && Buffer.from(sent).equals(body);
}

/** AWS SDKs number their requests in a header (`amz-sdk-invocation-id`), which the transport below can read. */
export function claimInvocation(id: string): void {
  if (id !== '') claims().invocations.add(id);
}

export function releaseInvocation(id: string): void {
  claims().invocations.delete(id);
}

export function isInvocationUnderWay(headers: unknown): boolean {
  const { invocations } = claims();
  if (invocations.size === 0 || typeof headers !== 'object' || headers === null) return false;
  const id =
    headers instanceof Headers
      ? headers.get('amz-sdk-invocation-id')
      : (headers as Record<string, unknown>)['amz-sdk-invocation-id'];
  return typeof id === 'string' && invocations.has(id);
}

function callOfHeaders(headers: unknown): Call | undefined {
  return typeof headers === 'object' && headers !== null ? claims().byHeaders.get(headers) : undefined;
}

function findByBody(unsent: ReadonlyMap<Call, unknown>, body: unknown): Call | undefined {
  if (!body) return undefined;
  for (const [call, sent] of unsent) {
    if (sent === body) return call;
  }
  return undefined;
}
