import { groupCall } from './grouped.ts';
import { replaceOnce } from './patch-methods.ts';

/** Vercel's `ai`: every function makes its retry loop with `prepareRetries`, and sends one model request through it. */
type PrepareRetries = (options: unknown) => { readonly retry?: Retry };
type Retry = (send: () => Promise<unknown>) => Promise<unknown>;

export function followVercelAi(prepareRetries: unknown): PrepareRetries | undefined {
  if (typeof prepareRetries !== 'function') return undefined;
  return replaceOnce(prepareRetries as PrepareRetries, observedPrepareRetries);
}

function observedPrepareRetries(original: PrepareRetries): PrepareRetries {
  return function (this: unknown, options) {
    const prepared = Reflect.apply(original, this, [options]);
    const { retry } = prepared;
    if (typeof retry !== 'function') return prepared;
    return { ...prepared, retry: (send) => groupCall(() => retry(send)) };
  };
}
