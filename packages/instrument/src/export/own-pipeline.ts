import type { CallTracer } from '../call/call-span.ts';
import type { OtelMetrics } from '../call/otel-metrics.ts';
import { endedCalls } from '../call/signals.ts';
import { warnOnce } from '../guard.ts';
import { isSwitchedOff, protocolProblem } from './exporter-options.ts';
import { createMetricsPipeline } from './metrics/metrics-pipeline.ts';
import { createSpanPipeline } from './span-pipeline.ts';

/** Where signals go in an app without an OpenTelemetry SDK of its own. A signal that is switched off is undefined. */
export interface OwnPipeline {
  readonly tracer: CallTracer | undefined;
  readonly metrics: OtelMetrics | undefined;
  hasWork(): boolean;
  /** Never rejects. */
  flushWithin(timeoutMs: number): Promise<void>;
}

export function createOwnPipeline(env: NodeJS.ProcessEnv): OwnPipeline {
  const problem = protocolProblem(env);
  if (problem) warnOnce('protocol', problem);
  const spans = isSwitchedOff('traces', env) ? undefined : createSpanPipeline(env);
  const metrics = isSwitchedOff('metrics', env) ? undefined : createMetricsPipeline(env);
  let callsFlushed = 0;
  return {
    tracer: spans?.tracer,
    metrics: metrics?.metrics,
    hasWork: () => (spans?.hasWork() ?? false) || (metrics !== undefined && endedCalls() > callsFlushed),
    async flushWithin(timeoutMs) {
      callsFlushed = endedCalls();
      await Promise.all([spans?.flushWithin(timeoutMs), metrics?.flushWithin(timeoutMs)]);
    },
  };
}
