import { noAttributes, type Span } from '../decode/span.ts';
import type { DropReason } from './dialect.ts';
import type { CountedCall } from './nested-calls.ts';
import { createReportedTargets, isPlainRequest, type ReportedTargets } from './plain-requests.ts';
import { RecentMap } from './recent-map.ts';
import { areTwoReports } from './repeated-calls.ts';
import { bounded } from './text-bounds.ts';

/** A child and its parent come apart by one export interval, seconds; this is minutes of the fullest traffic. */
const rememberedMaxDefault = 50_000;

export interface LatePieces {
  /**
   * Why the call must not count: an earlier request brought the call around this one or inside it, or the same call as
   * somebody else told it, so that it was counted already. What is not late is remembered. The same spans get the same
   * answer again, so a batch that is sent twice is counted as once.
   */
  reasonAgainst(call: CountedCall): DropReason | undefined;
}

/**
 * Exporters send a span when it ends, and without batching each in a request of its own: an SDK's span comes before the
 * framework's around it. Bounded memory of which calls were counted, and of which spans they lie in. No clock.
 */
export function createLatePieces(
  reported: ReportedTargets = createReportedTargets(),
  rememberedMax: number = rememberedMaxDefault,
): LatePieces {
  const counted = new RecentSpans(rememberedMax);
  const around = new RecentSpans(rememberedMax);
  const answers = new RecentMap<Span>(rememberedMax);

  function isToldElsewhere({ span, reading }: CountedCall): boolean {
    const id = reading.responseId;
    if (id === '' || id.length > idLengthMax) return false;
    const known = answers.get(id);
    if (known === undefined) answers.set(id, bareSpan(span));
    return known !== undefined && areTwoReports(known, span);
  }

  function remember({ span, endings }: CountedCall, model: string): void {
    counted.remember(span.traceId, span.spanId, model);
    for (const { span: request } of endings) {
      if (request !== span) counted.remember(request.traceId, request.spanId, model);
    }
  }

  /** Whether the call around it is counted, or one inside it. */
  function isNested({ span }: CountedCall, model: string, isInside: boolean): boolean {
    const { traceId, spanId, parentSpanId } = span;
    const isAround = around.holds(traceId, spanId, model);
    if (!isInside && parentSpanId !== '') around.remember(traceId, parentSpanId, model);
    return isInside || isAround;
  }

  return {
    reasonAgainst(call) {
      const { span, reading } = call;
      const model = bounded(reading.model, modelLengthMax);
      const isReported = reported.includes(call);
      const isInside = span.parentSpanId !== '' && counted.holds(span.traceId, span.parentSpanId, model);
      // A request that came alone tells less than the call around it, which must still count.
      if (isPlainRequest(call)) return isReported || isInside ? 'nested' : undefined;
      const nested = isNested(call, model, isInside);
      // Our own SDK's attempts carry the id of its call, so that one always stands.
      const isOwn = reading.source === 'faultline';
      if (nested && !isOwn) return 'nested';
      if (!isOwn && isToldElsewhere(call)) return 'reported_twice';
      remember(call, model);
      return undefined;
    },
  };
}

/** No vendor's id is longer. */
const idLengthMax = 200;
const modelLengthMax = 200;

/** What is compared, without the attributes. */
function bareSpan(span: Span): Span {
  return { ...span, attributes: noAttributes, exceptions: [], statusMessage: '' };
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
