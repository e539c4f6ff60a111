import { shared } from '../once-per-process.ts';
import type { Call } from './call.ts';

/**
 * How a request at `fetch` finds the call it belongs to, without async context and without a header of ours: by the
 * identity of objects that the SDK itself carries from one step to the next. What is claimed is held until the SDK's
 * promise settles. Nothing is put on the objects themselves: the SDK copies its options, and a copy of an object with a
 * private field is many times as slow.
 */
export class Claim {
  readonly call: Call;
  /** Request options, the same object through all retries of a call. */
  #options: object | undefined;
  /** The headers built for one attempt, or for all of a call. */
  #headers: object | undefined;
  /** Of the request that was built last. */
  body: unknown;

  constructor(call: Call) {
    this.call = call;
  }

  options(options: unknown): void {
    if (typeof options !== 'object' || options === null) return;
    this.#options = options;
    claims().byObject.set(options, this);
  }

  /** `headers` and `body` as the SDK is about to send them. */
  request(headers: unknown, body: unknown): void {
    const { byObject, unsent } = claims();
    if (typeof headers === 'object' && headers !== null && headers !== this.#headers) {
      if (this.#headers) byObject.delete(this.#headers);
      this.#headers = headers;
      byObject.set(headers, this);
    }
    this.body = body;
    if (body) unsent.add(this);
  }

  /** The request goes through a client's own `fetch`. */
  handOver(): void {
    if (this.body) claims().handedOver.add(this);
  }

  /** The SDK's promise has settled: it sends nothing more for this call. */
  release(): void {
    const { byObject, unsent, handedOver } = claims();
    if (this.#options) byObject.delete(this.#options);
    if (this.#headers) byObject.delete(this.#headers);
    unsent.delete(this);
    if (handedOver.size > 0) handedOver.delete(this);
  }
}

interface Claims {
  /** By options and by headers. */
  readonly byObject: Map<object, Claim>;
  /** Requests that were built and not sent yet, for when something on the way copied the headers. */
  readonly unsent: Set<Claim>;
  /** Requests that were handed to a client's own `fetch`, of which nobody knows how it passes them on. */
  readonly handedOver: Set<Claim>;
  /** Ids of AWS requests that are under way, and seen. */
  readonly invocations: Set<string>;
}

const claims: () => Claims = shared('claims', () => ({
  byObject: new Map(),
  unsent: new Set(),
  handedOver: new Set(),
  invocations: new Set(),
}));

/** Of options or headers; undefined once its call is over. */
export function claimOf(object: unknown): Claim | undefined {
  if (typeof object !== 'object' || object === null) return undefined;
  const claim = claims().byObject.get(object);
  return claim?.call.isOpen ? claim : undefined;
}

/** The same headers again while their attempt has no answer yet: the same request, on its way through a wrapper. */
export function isUnderWay(headers: unknown): boolean {
  return claimOf(headers)?.call.awaitsHead ?? false;
}

export function takeClaim(headers: unknown, body: unknown): Call | undefined {
  const { unsent } = claims();
  const claim = claimOf(headers) ?? findByBody(unsent, body);
  if (!claim) return undefined;
  unsent.delete(claim);
  return claim.call.isOpen ? claim.call : undefined;
}

/** Whether this body was handed to a client's own `fetch`, and no answer to it has come yet. */
export function isBodyUnderWay(body: unknown): boolean {
  const { handedOver } = claims();
  if (handedOver.size === 0 || !body) return false;
  for (const claim of handedOver) {
    if (!claim.call.awaitsHead) handedOver.delete(claim);
    else if (isSameBody(claim.body, body)) return true;
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

function findByBody(unsent: ReadonlySet<Claim>, body: unknown): Claim | undefined {
  if (!body) return undefined;
  for (const claim of unsent) {
    if (claim.body === body) return claim;
  }
  return undefined;
}
