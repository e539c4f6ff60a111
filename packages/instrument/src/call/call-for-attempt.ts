import { beginSingleAttemptCall, type Call } from './call.ts';
import { isInvocationUnderWay, isUnderWay, takeClaim } from './claims.ts';
import { callInScope } from './scope.ts';

/** The call that a request about to be sent belongs to. Undefined for a request that is seen already, further up. */
export function callForAttempt(headers: unknown, body: unknown): Call | undefined {
  if (isUnderWay(headers) || isInvocationUnderWay(headers)) return undefined;
  return takeClaim(headers, body) ?? callInScope() ?? beginSingleAttemptCall();
}
