import { type TracerProvider, trace } from '@opentelemetry/api';
import { shared } from '../once-per-process.ts';
import { version } from '../version.ts';
import type { CallTracer } from './call-span.ts';
import { createOtelTracer } from './otel-tracer.ts';

export const scope = '@faultline/instrument';

/** The tracer that `register` chose; without `register`, of the app's global provider. */
export function callTracer(): CallTracer {
  const held = holder();
  held.tracer ??= createOtelTracer(trace.getTracer(scope, version));
  return held.tracer;
}

export function setTracer(tracer: CallTracer): void {
  holder().tracer = tracer;
}

export function setTracerProvider(provider: TracerProvider): void {
  setTracer(createOtelTracer(provider.getTracer(scope, version)));
}

const holder: () => { tracer: CallTracer | undefined } = shared('tracer', () => ({ tracer: undefined }));
