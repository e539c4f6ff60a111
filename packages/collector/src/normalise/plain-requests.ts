import { resourceAttribute } from '@faultline/conventions';
import { textOf } from './attribute-value.ts';
import type { CallSpan } from './merge-readings.ts';
import { bounded } from './text-bounds.ts';

const nameLengthMax = 200;

/** Services times the vendors they call: more than any fleet has. */
const targetsMax = 10_000;

/** An HTTP client's span, which tells less than the span of the call it was made for. */
export function isPlainRequest({ reading }: Pick<CallSpan, 'reading'>): boolean {
  return reading.source === 'http_client';
}

export interface ReportedTargets {
  /** Whether calls of this service to this vendor are reported by more than their HTTP requests. Remembers what it sees. */
  includes(call: CallSpan): boolean;
}

/**
 * HTTP spans need not lie in the call they belong to: spans of our own SDK, and of others without an active context, have
 * no children. So requests count only while nobody has reported a call of their service to their vendor. Bounded, no clock.
 */
export function createReportedTargets(): ReportedTargets {
  const providersOf = new Map<string, Set<string>>();
  let targets = 0;
  return {
    includes(call) {
      const service = bounded(
        textOf(call.span.resource.attributes, resourceAttribute.serviceName),
        nameLengthMax,
      );
      const provider = bounded(call.reading.provider, nameLengthMax);
      const providers = providersOf.get(service) ?? new Set<string>();
      if (providers.has(provider)) return true;
      if (isPlainRequest(call) || targets >= targetsMax) return false;
      targets++;
      providersOf.set(service, providers.add(provider));
      return true;
    },
  };
}
