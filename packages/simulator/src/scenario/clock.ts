export interface ScenarioClock {
  /** Scenario milliseconds at a real time; negative before the start. */
  toScenarioMs(realMs: number): number;
  toRealMs(scenarioMs: number): number;
}

/** `compression` scenario seconds pass in one real second. */
export function createScenarioClock(options: {
  readonly startMs: number;
  readonly compression: number;
}): ScenarioClock {
  const { startMs, compression } = options;
  if (!(compression > 0)) throw new RangeError(`compression must be above 0, got ${compression}`);
  return {
    toScenarioMs: (realMs) => (realMs - startMs) * compression,
    toRealMs: (scenarioMs) => startMs + scenarioMs / compression,
  };
}
