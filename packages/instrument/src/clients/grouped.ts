import { beginCall, type Call, type CallOptions } from '../call/call.ts';
import { callInScope, runInCall } from '../call/scope.ts';
import { guard } from '../guard.ts';

/** What the settled promise of an SDK's retry loop says about the end of its call. */
export type Verdict = 'accepted' | 'timed_out' | 'aborted' | 'failed';

export interface GroupOptions<Value> extends CallOptions {
  /** For SDKs that resolve with a failure. Default: what resolves was accepted. */
  readonly resolvedAs?: (value: Value) => Verdict;
  /** Default: {@link verdictIn}. */
  readonly rejectedAs?: (error: unknown) => Verdict;
}

/**
 * Everything that `run` sends is one call, until its promise settles. Inside a call that an outer layer has begun (a
 * framework over an SDK) it only runs: one call is never two.
 */
export function groupCall<Value>(
  run: () => Promise<Value>,
  options: GroupOptions<Value> = {},
): Promise<Value> {
  const call = guard(() => (callInScope() ? undefined : beginCall(options)));
  if (!call) return run();
  return settling(call, runInCall(call, run), options);
}

/** The same promise to the SDK that made it, and the call ends with it. */
export function settling<Value>(
  call: Pick<Call, 'accepted' | 'failed'>,
  result: Promise<Value>,
  { resolvedAs, rejectedAs }: GroupOptions<Value> = {},
): Promise<Value> {
  // Zone.js and others have promises of their own.
  if (typeof (result as Promise<Value> | undefined)?.then !== 'function') {
    guard(() => call.accepted());
    return result;
  }
  return result.then(
    (value) => {
      guard(() => settle(call, resolvedAs?.(value) ?? 'accepted'));
      return value;
    },
    (error) => {
      guard(() => settle(call, (rejectedAs ?? verdictIn)(error)));
      throw error;
    },
  );
}

function settle(call: Pick<Call, 'accepted' | 'failed'>, verdict: Verdict): void {
  if (verdict === 'accepted') call.accepted();
  else call.failed(verdict === 'failed' ? undefined : verdict);
}

/**
 * Class, name and message of an SDK's error tell its own deadline from the app's abort; at `fetch` both look the same.
 * (Errors of the Stainless SDKs are all named `Error`.)
 */
export function verdictIn(error: unknown): Verdict {
  if (!(error instanceof Error)) return 'failed';
  const words = `${error.constructor.name} ${error.name} ${error.message}`;
  if (/Timeout|timed out/i.test(words)) return 'timed_out';
  return /Abort/i.test(words) ? 'aborted' : 'failed';
}
