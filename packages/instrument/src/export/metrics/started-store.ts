import type { LlmTarget } from '../../call/llm-request.ts';
import { cappedModel } from '../../call/model-cap.ts';
import { targetAttributes } from '../../call/otel-metrics.ts';
import { createKeptBeside } from '../../kept-beside.ts';
import type { StartedCount } from './metric-data.ts';
import { cappedKey, overflowAttributes, overflowKey } from './series-cap.ts';

export interface StartedStore {
  started(target: LlmTarget): void;
  counts(): readonly StartedCount[];
  /** Of all series, since the beginning. */
  total(): number;
  clear(): void;
}

/** How many calls were begun, by what a detector tells series apart by. */
export function createStartedStore(): StartedStore {
  const series = new Map<string, { readonly attributes: StartedCount['attributes']; calls: number }>();
  let total = 0;
  const counts = createKeptBeside((target: LlmTarget) => {
    const { provider, operation, region, credential } = target;
    const model = cappedModel(provider, target.model);
    const key = cappedKey(series, `${provider}\n${model}\n${operation}\n${region}\n${credential}`);
    const attributes = key === overflowKey ? overflowAttributes : targetAttributes(target);
    const count = series.get(key) ?? { attributes, calls: 0 };
    series.set(key, count);
    return count;
  });
  return {
    started(target) {
      counts.get(target).calls += 1;
      total += 1;
    },
    counts: () => [...series.values()],
    total: () => total,
    clear() {
      series.clear();
      counts.clear();
    },
  };
}
