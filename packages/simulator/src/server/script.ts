import type { Fault } from '../fault.ts';

/** A fault with its particulars; a bare name takes the defaults. */
export interface ScriptedFault {
  readonly fault: Fault;
  /** Content chunks sent before a stream fails, hangs or ends. Default 2, for `hang` 1. */
  readonly afterChunks?: number;
  /** The hint of `rate_limited`. Default 1. */
  readonly retryAfterSeconds?: number;
  /** The vendor's own name, where it has several errors for one fault: `ModelTimeoutException`. */
  readonly errorName?: string;
}

/** What the next requests get, before the scenario has its say again. */
export interface Override {
  /** Default: any. */
  readonly provider?: string;
  readonly model?: string;
  /** One entry per request, in order of arrival; null is a good answer. */
  readonly faults: readonly (Fault | ScriptedFault | null)[];
  /** Starts over at the end of the list, until `clearOverrides`. */
  readonly repeat?: boolean;
}

export interface Script {
  add(override: Override): void;
  clear(): void;
  /** Undefined when nothing is scripted for this request: the scenario decides. */
  take(provider: string, model: string): ScriptedFault | null | undefined;
}

export function createScript(): Script {
  let running: { readonly override: Override; next: number }[] = [];
  return {
    add(override) {
      if (override.faults.length === 0) throw new RangeError('an override needs at least one fault or null');
      running.push({ override, next: 0 });
    },
    clear() {
      running = [];
    },
    take(provider, model) {
      const entry = running.find(
        ({ override }) => (override.provider ?? provider) === provider && (override.model ?? model) === model,
      );
      if (!entry) return undefined;
      const { faults, repeat } = entry.override;
      const fault = faults[entry.next % faults.length] ?? null;
      entry.next += 1;
      if (!repeat && entry.next === faults.length) running = running.filter((one) => one !== entry);
      return typeof fault === 'string' ? { fault } : fault;
    },
  };
}
