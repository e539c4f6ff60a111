import {
  attribute,
  isOutcome,
  type Outcome,
  resourceAttribute,
  tokenTypeAttribute,
} from '@faultline/conventions';
import { cumulative, delta, type Metric, type MetricPoint } from '../../decode/metric.ts';
import type { Span } from '../../decode/span.ts';
import type { MeteredCalls } from '../../model/metered-calls.ts';
import { metricsSource } from '../../model/metrics-source.ts';
import { httpStatusOf, textOf } from '../attribute-value.ts';
import { genAiKeys, readGenAiCall } from '../gen-ai-span.ts';
import { callOperationOf } from '../operation-name.ts';
import { environmentOf, rowKeys } from '../rows.ts';
import { unsentSpan } from '../unsent-span.ts';
import { vantageOf } from '../vantage.ts';
import { type Fact, meaningOf, millisecondsPer } from './metric-meaning.ts';
import { instanceKeys } from './point-identity.ts';

/** What this file reads, of resources and of points. */
export const callPointKeys: readonly string[] = [
  ...new Set([...genAiKeys, ...rowKeys, ...instanceKeys, tokenTypeAttribute]),
];

/** Whose calls a point counts, and how they ended. */
export type CallTarget = Pick<
  MeteredCalls,
  'provider' | 'model' | 'region' | 'service' | 'environment' | 'operation' | 'outcome'
>;

/** A data point that tells something of calls. */
export interface CallPoint {
  readonly fact: Fact;
  readonly generation: number;
  /** Of the point's own unit, where it measures time. */
  readonly msPerUnit: number;
  readonly isCumulative: boolean;
  readonly target: CallTarget;
  readonly point: MetricPoint;
  /** The point as a span that nobody sent. */
  readonly span: Span;
}

/**
 * `server_side`: seen by who answered or by a gateway. `uncountable`: a gauge, a summary, a counter that may fall, or
 * numbers that are none. `implausible`: numbers beyond what any process does.
 */
export type Unread = 'not_llm' | 'server_side' | 'uncountable' | 'implausible';

export function readCallPoint(metric: Metric, point: MetricPoint): CallPoint | Unread {
  const meaning = meaningOf(metric.name);
  if (meaning === undefined) return 'not_llm';
  const span = spanOf(metric, point);
  if (meaning.fact === 'server_side' || vantageOf(span) !== 'client') return 'server_side';
  if (!isCountable(metric, point)) return 'uncountable';
  if (!isPlausible(metric, point)) return 'implausible';
  const fact = meaning.fact === 'tokens' ? tokensOf(point) : meaning.fact;
  const target = targetOf(span);
  if (fact === undefined || target === undefined) return 'not_llm';
  return {
    fact,
    generation: meaning.generation,
    msPerUnit: millisecondsPer(metric.unit),
    isCumulative: metric.temporality === cumulative,
    target,
    point,
    span,
  };
}

export function isCountable(
  { temporality, isMonotonic }: Metric,
  { count, sum, buckets }: MetricPoint,
): boolean {
  const numbers = [count, sum, ...buckets.map((bucket) => bucket.count)];
  return (
    isMonotonic &&
    (temporality === delta || temporality === cumulative) &&
    numbers.every((number) => Number.isFinite(number) && number >= 0)
  );
}

/** A hundred calls a second for more than a year. One such number believed would hide all others for as long as it is kept. */
export const countMax: number = 2 ** 32;

/** Milliseconds of so many calls, or their tokens, are still far within what is exact. */
function isPlausible({ unit }: Metric, { count, sum, buckets }: MetricPoint): boolean {
  const isCounted = [count, ...buckets.map((bucket) => bucket.count)].every((number) => number <= countMax);
  return isCounted && sum * millisecondsPer(unit) <= Number.MAX_SAFE_INTEGER;
}

/** The older words are OpenLLMetry's. */
const tokenTypes: ReadonlyMap<string, Fact> = new Map([
  ['input', 'input_tokens'],
  ['prompt', 'input_tokens'],
  ['output', 'output_tokens'],
  ['completion', 'output_tokens'],
]);

function tokensOf({ attributes }: MetricPoint): Fact | undefined {
  return tokenTypes.get(textOf(attributes, tokenTypeAttribute));
}

export function spanOf({ name, resource, scope }: Metric, { attributes, timeUnixNano }: MetricPoint): Span {
  const times = { startUnixNano: timeUnixNano, endUnixNano: timeUnixNano };
  return unsentSpan({ name, ...times, attributes, resource, scope });
}

/** Of `packages/instrument`, on its spans and metrics. */
const ourScope = '@faultline/instrument';

/** Undefined for an operation that is no call. */
function targetOf(span: Span): CallTarget | undefined {
  const word = textOf(span.attributes, attribute.operation);
  // OpenLLMetry left it out for long; these metrics are about inference.
  const operation = callOperationOf(word === '' ? 'chat' : word);
  if (operation === undefined) return undefined;
  const { provider, model, responseModel, region, outcome } = readGenAiCall(span, metricsSource, operation);
  return {
    // What our SDK names, a gateway's host for instance, is named so on its spans: a guess would count its calls twice.
    provider: span.scope.name === ourScope ? textOf(span.attributes, attribute.provider) : provider,
    // As rollups of spans have it where nobody told what was asked for.
    model: model || responseModel,
    region,
    service: textOf(span.resource.attributes, resourceAttribute.serviceName),
    environment: environmentOf(span),
    operation,
    outcome: toldOutcome(span) ?? outcome,
  };
}

/** What a library calls whatever an API refuses. Alone, without status or message, it accuses nobody. */
const anyRefusal = /(^|\.)(API|Api)(Error|Exception)$/;

function toldOutcome({ attributes }: Span): Outcome | undefined {
  const type = textOf(attributes, attribute.errorType);
  // Our own SDK names the outcome as the error's type where it has no better word.
  if (isOutcome(type)) return type;
  return anyRefusal.test(type) && httpStatusOf(attributes, attribute.httpStatus) === null
    ? 'unknown'
    : undefined;
}
