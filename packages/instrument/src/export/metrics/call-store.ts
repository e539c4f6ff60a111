import { attribute, operationDurationBuckets, tokenUsageBuckets } from '@faultline/conventions';
import type { Attributes } from '@opentelemetry/api';
import { type EndedCall, errorTypeOf, knownUsage } from '../../call/ended-call.ts';
import type { LlmTarget } from '../../call/llm-request.ts';
import { cappedModel } from '../../call/model-cap.ts';
import { seriesAttributes } from '../../call/otel-metrics.ts';
import { createKeptBeside } from '../../kept-beside.ts';
import { HistogramSeries } from './histogram-series.ts';
import { cappedKey, overflowAttributes, overflowKey } from './series-cap.ts';

/** What was measured of the calls so far, by kind of measurement. */
export interface CallHistograms {
  readonly duration: readonly HistogramSeries[];
  readonly firstChunk: readonly HistogramSeries[];
  readonly inputTokens: readonly HistogramSeries[];
  readonly outputTokens: readonly HistogramSeries[];
}

export interface CallStore {
  ended(call: EndedCall): void;
  histograms(): CallHistograms;
  /** Forgets what was counted, for receivers that want differences. */
  clear(): void;
}

/** Calls of one target, whose attributes were put together once. */
interface Series {
  readonly attributes: Attributes;
  /** By `error.type`, which is empty for success. */
  readonly duration: Map<string, HistogramSeries>;
  firstChunk: HistogramSeries | undefined;
  inputTokens: HistogramSeries | undefined;
  outputTokens: HistogramSeries | undefined;
}

/**
 * Counts calls without the instruments of OpenTelemetry's SDK. Those turn the attributes into a key anew for each of the
 * five numbers of a call; here a call finds its series once.
 */
export function createCallStore(): CallStore {
  const series = new Map<string, Series>();
  const seriesByTarget = createKeptBeside((target: LlmTarget) => seriesOf(series, target));
  return {
    ended(call) {
      const target = seriesByTarget.get(call.finished.target);
      durationOf(target, errorTypeOf(call.finished, call.outcome) ?? '').observe(call.durationMs / 1000);
      if (call.firstContentMs !== undefined) {
        target.firstChunk ??= new HistogramSeries(target.attributes, operationDurationBuckets);
        target.firstChunk.observe(call.firstContentMs / 1000);
      }
      const usage = knownUsage(call);
      if (usage?.inputTokens !== undefined) {
        target.inputTokens ??= new HistogramSeries(target.attributes, tokenUsageBuckets);
        target.inputTokens.observe(usage.inputTokens);
      }
      if (usage?.outputTokens !== undefined) {
        target.outputTokens ??= new HistogramSeries(target.attributes, tokenUsageBuckets);
        target.outputTokens.observe(usage.outputTokens);
      }
    },
    histograms() {
      const all = [...series.values()];
      return {
        duration: all.flatMap(({ duration }) => [...duration.values()]),
        firstChunk: all.flatMap(({ firstChunk }) => firstChunk ?? []),
        inputTokens: all.flatMap(({ inputTokens }) => inputTokens ?? []),
        outputTokens: all.flatMap(({ outputTokens }) => outputTokens ?? []),
      };
    },
    clear() {
      series.clear();
      seriesByTarget.clear();
    },
  };
}

function seriesOf(series: Map<string, Series>, target: LlmTarget): Series {
  const { provider, operation, host, port = '' } = target;
  const model = cappedModel(provider, target.model);
  const key = cappedKey(series, `${provider}\n${model}\n${operation}\n${host}\n${port}`);
  const known = series.get(key);
  if (known) return known;
  const created: Series = {
    attributes: key === overflowKey ? overflowAttributes : seriesAttributes(target),
    duration: new Map(),
    firstChunk: undefined,
    inputTokens: undefined,
    outputTokens: undefined,
  };
  series.set(key, created);
  return created;
}

/** Vendors have few; a gateway may make them up. `_OTHER` is semantic conventions' word for the rest. */
const errorTypesMax = 50;
const otherError = '_OTHER';

function durationOf(
  { attributes, duration }: Pick<Series, 'attributes' | 'duration'>,
  errorType: string,
): HistogramSeries {
  const isNew = !duration.has(errorType) && errorType !== otherError;
  if (isNew && duration.size >= errorTypesMax) return durationOf({ attributes, duration }, otherError);
  const known = duration.get(errorType);
  if (known) return known;
  const own = errorType === '' ? attributes : { ...attributes, [attribute.errorType]: errorType };
  const created = new HistogramSeries(own, operationDurationBuckets);
  duration.set(errorType, created);
  return created;
}
