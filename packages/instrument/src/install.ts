import { isMainThread } from 'node:worker_threads';
import { ProxyTracerProvider, type TracerProvider, trace } from '@opentelemetry/api';
import { abandonOpenCalls } from './call/call.ts';
import { setOtelMetrics } from './call/otel-metrics.ts';
import { setTracer, setTracerProvider } from './call/tracer.ts';
import { hookClientModules } from './clients/module-hooks.ts';
import { type ConfigOverrides, isDisabled, readConfig, setConfig } from './config.ts';
import { serveMetrics } from './export/metrics-endpoint.ts';
import { createOwnPipeline, type OwnPipeline } from './export/own-pipeline.ts';
import { flushAtProcessEnd } from './export/process-end.ts';
import { guard, warnOnce } from './guard.ts';
import { oncePerProcess } from './once-per-process.ts';
import { observeGlobalFetch } from './transport/fetch.ts';
import { observeNodeHttp } from './transport/node-http.ts';

export interface RegisterOptions extends ConfigOverrides {
  /** Spans go here. Default: the app's global provider if it has one by now, else our own OTLP pipeline. */
  readonly tracerProvider?: TracerProvider;
}

export interface Registration {
  /** Sends what is queued, for at most `timeoutMs` (default 2000). Never rejects. Nothing to do with an app's own provider. */
  flush(timeoutMs?: number): Promise<void>;
}

/** Starts observing. The first call in a process decides; later ones get the same registration. Never throws. */
export function register(options: RegisterOptions = {}): Registration {
  return guard(() => oncePerProcess('registration', () => install(options))) ?? { flush: async () => {} };
}

function install(options: RegisterOptions): Registration {
  if (isDisabled(process.env)) return { flush: async () => {} };
  const { config, problems } = readConfig(options, process.env);
  setConfig(config);
  for (const problem of problems) warnOnce(problem, problem);
  const existing = options.tracerProvider ?? globalProvider();
  const pipeline = existing ? undefined : ownPipeline();
  if (existing) useProvider(existing);
  observeGlobalFetch();
  observeNodeHttp();
  hookClientModules();
  if (config.metricsPort !== undefined && isMainThread) serveMetrics(config.metricsPort, config.metricsHost);
  return { flush: async (timeoutMs = 2000) => pipeline?.flushWithin(timeoutMs) };
}

/** It flushes itself, but what is still open when the process ends would never be told. */
function useProvider(provider: TracerProvider): void {
  setTracerProvider(provider);
  for (const event of ['beforeExit', 'exit']) process.on(event, abandonOpenCalls);
}

/** Undefined while nobody has registered one: the API then answers with an empty proxy. */
function globalProvider(): TracerProvider | undefined {
  const provider = trace.getTracerProvider();
  if (!(provider instanceof ProxyTracerProvider)) return provider;
  return provider.getDelegateTracer('probe') ? provider : undefined;
}

/**
 * Nothing of ours is made global: an app that starts its own SDK later must find the place free, and
 * without a context manager nobody pays for async context.
 */
function ownPipeline(): OwnPipeline {
  const pipeline = createOwnPipeline(process.env);
  if (pipeline.tracer) setTracer(pipeline.tracer);
  if (pipeline.metrics) setOtelMetrics(pipeline.metrics);
  flushAtProcessEnd({ ...pipeline, endOpenCalls: abandonOpenCalls });
  return pipeline;
}
