import { resourceAttribute } from '@faultline/conventions';
import type { Span } from '../decode/span.ts';
import { textOf } from './attribute-value.ts';
import type { CallReading } from './dialect.ts';
import { providerOf } from './provider-name.ts';
import { endOf, httpStatusOfSpan, spanEndKeys, type ToldFailure } from './span-end.ts';
import { noTokens, type TokenCounting, type ToldTokens, totalsOf } from './token-counts.ts';

/** What a dialect found in a call span of a foreign instrumentation. Left out or empty where it found nothing. */
export interface ForeignCall {
  /** Name of the dialect. */
  readonly source: string;
  readonly operation: string;
  readonly model: string;
  readonly responseModel?: string;
  readonly responseId?: string;
  readonly finishReasons?: readonly string[];
  readonly streaming?: boolean;
  readonly timeToFirstChunkMs?: number | null;
  readonly tokens?: ToldTokens;
  /** `unsaid` when left out. */
  readonly counting?: TokenCounting;
  /** Of the endpoint: a host or a URL. */
  readonly host?: string;
  /** The vendor in the instrumentation's words. */
  readonly toldProvider?: string;
  readonly region?: string;
  readonly vendorRequestId?: string;
  readonly httpStatus?: number | null;
  /** HTTP requests; one when left out. */
  readonly attempts?: number;
  readonly failure?: ToldFailure | undefined;
}

/** On a *span* of an AWS client this is the vendor's region; on a resource it is the app's. */
const cloudRegion = 'cloud.region';

/** What this file reads, for the dialects that use it. */
export const foreignCallKeys: readonly string[] = [cloudRegion, ...spanEndKeys];

const noReasons: readonly string[] = [];

/** The rules that hold for every foreign instrumentation: who answered, what the counts mean, how it ended. */
export function readForeignCall(span: Span, call: ForeignCall): CallReading {
  const { operation, model, failure, responseModel = '', finishReasons = noReasons, attempts = 1 } = call;
  const { provider, region } = providerOf({
    host: call.host ?? '',
    told: call.toldProvider ?? '',
    model: model || responseModel,
    service: textOf(span.resource.attributes, resourceAttribute.serviceName),
  });
  const tokens = totalsOf(call.tokens ?? noTokens, provider, call.counting ?? 'unsaid');
  const { outputTokens } = tokens;
  const timeToFirstChunkMs = call.timeToFirstChunkMs ?? null;
  const httpStatus = call.httpStatus ?? httpStatusOfSpan(span, failure, { finishReasons, outputTokens });
  const hasContent = timeToFirstChunkMs !== null || (outputTokens ?? 0) > 0;
  const signs = { span, operation, finishReasons, httpStatus, hasContent, outputTokens, failure };
  const { outcome, errorType } = endOf(signs);
  // Field by field, as in rows.ts: spreading objects of this size is slow.
  return {
    kind: 'call',
    source: call.source,
    provider,
    model,
    region: region || call.region || regionAround(span, provider),
    credential: '',
    outcome,
    errorType,
    httpStatus,
    timeToFirstChunkMs,
    vendorRequestId: call.vendorRequestId ?? '',
    resendCount: attempts - 1,
    retryAfterMs: null,
    fingerprint: '',
    inputTokens: tokens.inputTokens,
    outputTokens: tokens.outputTokens,
    cacheReadTokens: tokens.cacheReadTokens,
    cacheWriteTokens: tokens.cacheWriteTokens,
    reasoningTokens: tokens.reasoningTokens,
    operation,
    responseModel,
    responseId: call.responseId ?? '',
    finishReason: finishReasons[0] ?? '',
    streaming: call.streaming === true || timeToFirstChunkMs !== null,
    attempts,
    attemptDurationMs: null,
  };
}

/** A host without a region of its own answers from the one next to the caller, which resource detectors know. */
function regionAround({ attributes, resource }: Span, provider: string): string {
  const ofVendor = provider === 'aws.bedrock' ? textOf(attributes, cloudRegion) : '';
  return ofVendor || textOf(resource.attributes, cloudRegion);
}
