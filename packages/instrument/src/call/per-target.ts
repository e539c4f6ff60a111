import type { LlmTarget } from './llm-request.ts';

/** One value for each target, found without putting a key together; gone when nobody knows the target any more. */
export interface PerTarget<Value> {
  get(target: LlmTarget): Value;
  clear(): void;
}

export function createPerTarget<Value>(create: (target: LlmTarget) => Value): PerTarget<Value> {
  let values = new WeakMap<LlmTarget, Value>();
  return {
    get(target) {
      const known = values.get(target);
      if (known !== undefined) return known;
      const created = create(target);
      values.set(target, created);
      return created;
    },
    clear() {
      values = new WeakMap();
    },
  };
}
