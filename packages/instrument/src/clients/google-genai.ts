import { guard } from '../guard.ts';
import { groupCall } from './grouped.ts';
import { type Method, patchMethods } from './patch-methods.ts';

/**
 * `@google/genai`: `ApiClient.request` and `requestStream` hold the retry loop (`p-retry`) and the SDK's own deadline,
 * which ends a request by the same signal as the app's abort. Only these methods know which one it was.
 */
export function followGoogleGenAi(apiClientClass: unknown): boolean {
  return patchMethods(apiClientClass, { request: observeRequest, requestStream: observeRequest }, [
    'apiCall',
  ]);
}

function observeRequest(original: Method): Method {
  return function (...parameters) {
    const run = (): Promise<unknown> => Reflect.apply(original, this, parameters) as Promise<unknown>;
    const appSignal = guard(() => (parameters[0] as { abortSignal?: AbortSignal }).abortSignal);
    return groupCall(run, {
      appSignal: { signal: appSignal },
      rejectedAs: (error) => {
        if (appSignal?.aborted) return 'aborted';
        return (error as Error | undefined)?.name === 'AbortError' ? 'timed_out' : 'failed';
      },
    });
  };
}
