import type { CountedCall } from './nested-calls.ts';
import { createReportedTargets, isPlainRequest } from './plain-requests.ts';
import { RecentMap } from './recent-map.ts';

/** A child and its parent come apart by one export interval, seconds; this is minutes of the fullest traffic. */
const rememberedMaxDefault = 50_000;

export interface LatePieces {
  /**
   * Whether an earlier request brought the call around this one or inside it, so that it was counted already. What is
   * not late is remembered. The same spans get the same answer again, so a batch that is sent twice is counted as once.
   */
  isLate(call: CountedCall): boolean;
}

/**
 * Exporters send a span when it ends, and without batching each in a request of its own: an SDK's span comes before the
 * framework's around it. Bounded memory of which calls were counted, and of which spans they lie in. No clock.
 */
export function createLatePieces(rememberedMax: number = rememberedMaxDefault): LatePieces {
  const counted = new RecentSpans(rememberedMax);
  const around = new RecentSpans(rememberedMax);
  const reported = createReportedTargets();
  return {
    isLate(call) {
      const { traceId, spanId, parentSpanId } = call.span;
      const { source, model } = call.reading;
      const isReported = reported.includes(call);
      const isInside = parentSpanId !== '' && counted.holds(traceId, parentSpanId, model);
      // A request that came alone tells less than the call around it, which must still count.
      if (isPlainRequest(call)) return isReported || isInside;
      const isAround = around.holds(traceId, spanId, model);
      if (parentSpanId !== '') around.remember(traceId, parentSpanId, model);
      // Our own SDK's attempts carry the id of its call, so that one always stands.
      if (source !== 'faultline' && (isInside || isAround)) return true;
      counted.remember(traceId, spanId, model);
      for (const { span } of call.endings) {
        if (span !== call.span) counted.remember(span.traceId, span.spanId, model);
      }
      return false;
    },
  };
}

interface RecentSpan {
  readonly traceId: string;
  /** Of its call. */
  readonly model: string;
}

/** By span id, which is random: making one key of both ids for every span costs more than all the rest. */
class RecentSpans {
  readonly #spans: RecentMap<RecentSpan>;

  constructor(max: number) {
    this.#spans = new RecentMap(max);
  }

  /** Of the same call: of the same model, or of one that is not known. */
  holds(traceId: string, spanId: string, model: string): boolean {
    const known = this.#spans.get(spanId);
    if (known?.traceId !== traceId) return false;
    return known.model === model || known.model === '' || model === '';
  }

  remember(traceId: string, spanId: string, model: string): void {
    this.#spans.set(spanId, { traceId, model });
  }
}
