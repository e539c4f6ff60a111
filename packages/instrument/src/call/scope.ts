import { AsyncLocalStorage } from 'node:async_hooks';
import { shared } from '../once-per-process.ts';
import type { Call } from './call.ts';

/**
 * The call that the running code works for, for SDKs whose retry loop hands no object of its own to `fetch`. Made on
 * first use: on Node 20 async context costs every promise of the process, and most SDKs do without it.
 */
interface Scope {
  storage: AsyncLocalStorage<Call> | undefined;
}

const scope: () => Scope = shared('scope', () => ({ storage: undefined }));

export function runInCall<Result>(call: Call, run: () => Result): Result {
  scope().storage ??= new AsyncLocalStorage();
  return (scope().storage as AsyncLocalStorage<Call>).run(call, run);
}

/**
 * Only a call that waits for its next attempt: what a stream's reader or a tool sends later, or two requests side by
 * side, are calls of their own although the context reaches them.
 */
export function callInScope(): Call | undefined {
  const call = scope().storage?.getStore();
  return call?.awaitsAttempt ? call : undefined;
}
