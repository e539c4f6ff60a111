import { groupCall } from './grouped.ts';
import { type Method, patchMethods } from './patch-methods.ts';

/** `@mistralai/mistralai`: `ClientSDK._do` retries around one `Request`, of which each attempt is a clone. */
export function followMistral(clientClass: unknown): boolean {
  return patchMethods(clientClass, { _do: observeDo }, ['_createRequest']);
}

/** It resolves with `{ ok, value | error }`; the names of its errors tell a deadline from an abort. */
function observeDo(original: Method): Method {
  return function (...parameters) {
    return groupCall(() => Reflect.apply(original, this, parameters) as Promise<DoResult>, {
      resolvedAs({ ok, error }) {
        if (ok) return 'accepted';
        if (error?.name === 'RequestTimeoutError') return 'timed_out';
        return error?.name === 'RequestAbortedError' ? 'aborted' : 'failed';
      },
    });
  };
}

interface DoResult {
  readonly ok: boolean;
  readonly error?: { readonly name?: string };
}
