import { type Context, context } from '@opentelemetry/api';
import { beginCall, type Call } from '../call/call.ts';
import { callInScope, runInCall } from '../call/scope.ts';
import { guard } from '../guard.ts';
import { settling } from './grouped.ts';
import { type Method, patchMethods } from './patch-methods.ts';

/** LangChain: chat models switch the retries of their SDK off, and let `AsyncCaller` retry instead. */
export function followLangChain(asyncCallerClass: unknown): boolean {
  // The newest versions share this method between `call` and `callWithOptions`; before, `call` itself was shared.
  if (patchMethods(asyncCallerClass, { callWithRetries: (original) => grouping(original, 1) })) return true;
  return patchMethods(asyncCallerClass, { call: (original) => grouping(original, 0) });
}

type Callable = (...parameters: unknown[]) => unknown;

/**
 * Not the method is put into the scope of the call, but what it will run: that may wait in a queue, and be started from
 * the context of another call.
 */
function grouping(original: Method, callableAt: number): Method {
  return function (...parameters) {
    const callable = parameters[callableAt];
    if (typeof callable !== 'function' || callInScope()) return Reflect.apply(original, this, parameters);
    const group = new Group(context.active());
    const wrapped = [...parameters];
    wrapped[callableAt] = group.around(callable as Callable);
    return group.settledBy(Reflect.apply(original, this, wrapped) as Promise<unknown>);
  };
}

/** The call begins when its first attempt is let go: the wait in LangChain's own queue is not the vendor's. */
class Group {
  #call: Call | undefined;
  readonly #parent: Context;

  constructor(parent: Context) {
    this.#parent = parent;
  }

  around(callable: Callable): Callable {
    return (...parameters) => {
      this.#call ??= guard(() => context.with(this.#parent, () => beginCall()));
      const run = (): unknown => callable(...parameters);
      return this.#call ? runInCall(this.#call, run) : run();
    };
  }

  settledBy(result: Promise<unknown>): Promise<unknown> {
    return settling(
      {
        accepted: () => this.#call?.accepted(),
        failed: (transport) => this.#call?.failed(transport),
      },
      result,
    );
  }
}
