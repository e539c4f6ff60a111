import type { LlmRequest } from '../../call/llm-request.ts';
import { cappedModel } from '../../call/model-cap.ts';
import { targetAttributes } from '../../call/otel-metrics.ts';
import type { StartedCount } from './metric-data.ts';
import { cappedKey, overflowAttributes, overflowKey } from './series-cap.ts';

export interface StartedStore {
  started(request: LlmRequest): void;
  counts(): readonly StartedCount[];
  /** Of all series, since the beginning. */
  total(): number;
  clear(): void;
}

/** How many calls were begun, by what a detector tells series apart by. */
export function createStartedStore(): StartedStore {
  const series = new Map<string, { readonly attributes: StartedCount['attributes']; calls: number }>();
  let total = 0;
  return {
    started(request) {
      const { provider, operation, region, credential } = request;
      const model = cappedModel(provider, request.model);
      const key = cappedKey(series, `${provider}\n${model}\n${operation}\n${region}\n${credential}`);
      const known = series.get(key);
      if (known) known.calls += 1;
      else {
        const attributes = key === overflowKey ? overflowAttributes : targetAttributes(request);
        series.set(key, { attributes, calls: 1 });
      }
      total += 1;
    },
    counts: () => [...series.values()],
    total: () => total,
    clear: () => series.clear(),
  };
}
