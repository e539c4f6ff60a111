import { type Tracer, type TracerProvider, trace } from '@opentelemetry/api';
import { oncePerProcess } from '../once-per-process.ts';

const scope = '@faultline/instrument';

/** The tracer of the provider that `register` chose; without `register`, of the app's global provider. */
export function callTracer(): Tracer {
  return holder().tracer;
}

export function setTracerProvider(provider: TracerProvider): void {
  holder().tracer = provider.getTracer(scope);
}

function holder(): { tracer: Tracer } {
  return oncePerProcess('tracer', () => ({ tracer: trace.getTracer(scope) }));
}
