import { beginSingleAttemptCall, type Call } from './call.ts';
import { isBodyUnderWay, isInvocationUnderWay, isUnderWay, takeClaim } from './claims.ts';
import { callInScope } from './scope.ts';

/** The call that a request about to be sent belongs to. */
export interface AttemptOwner {
  readonly call: Call;
  /** An SDK built the request: its signal, unlike an app's, is for this one alone. */
  readonly isClaimed: boolean;
}

/** Undefined for a request that is seen already, further up. */
export function callForAttempt(headers: unknown, body: unknown): AttemptOwner | undefined {
  if (isUnderWay(headers) || isInvocationUnderWay(headers)) return undefined;
  const claimed = takeClaim(headers, body);
  if (claimed) return { call: claimed, isClaimed: true };
  // A client's own `fetch` may have waited before it passed the request on, with new headers.
  if (isBodyUnderWay(body)) return undefined;
  return { call: callInScope() ?? beginSingleAttemptCall(), isClaimed: false };
}
