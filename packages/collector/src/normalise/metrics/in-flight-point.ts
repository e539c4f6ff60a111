import { attribute, inFlightAttribute, otlpMetric } from '@faultline/conventions';
import { cumulative, type Metric, type MetricPoint } from '../../decode/metric.ts';
import type { Span } from '../../decode/span.ts';
import type { SeriesKey } from '../../model/frame.ts';
import { numberOf, textOf } from '../attribute-value.ts';
import { vantageOf } from '../vantage.ts';
import { countMax, isCountable, spanOf, type Unread } from './call-point.ts';

/** Metrics of our own SDK about calls that have not ended. */
export const inFlightMetricNames: readonly string[] = [otlpMetric.callsStarted, otlpMetric.callsInFlight];

/** What decoding must keep of their points, beside what is kept of all. */
export const inFlightAttributes: readonly string[] = [
  attribute.region,
  attribute.credential,
  ...Object.values(inFlightAttribute),
];

/** A data point that tells of calls that have not ended, of one series. */
export interface InFlightPoint {
  readonly fact: StartedFact | WaitingFact;
  readonly key: SeriesKey;
  readonly point: MetricPoint;
  /** The point as a span that nobody sent. */
  readonly span: Span;
}

/** So many calls began, since the last point or since the beginning. */
export interface StartedFact {
  readonly kind: 'started';
  readonly isCumulative: boolean;
}

/** So many calls wait for the vendor at this moment. */
export interface WaitingFact {
  readonly kind: 'waiting';
  readonly ageSeconds: number;
  readonly calls: number;
}

export function readInFlightPoint(metric: Metric, point: MetricPoint): InFlightPoint | Unread {
  const span = spanOf(metric, point);
  // Whose attempts are not counted cannot have them in flight.
  if (vantageOf(span) !== 'client') return 'server_side';
  const fact = metric.name === otlpMetric.callsStarted ? startedOf(metric, point) : waitingOf(metric, point);
  if (typeof fact === 'string') return fact;
  const key = keyOf(point);
  // What an SDK no longer tells apart, because there are too many series.
  return key.provider === '' ? 'not_llm' : { fact, key, point, span };
}

/** By the words and rules by which attempts of our SDK are read, so that they meet in one series. */
function keyOf({ attributes }: MetricPoint): SeriesKey {
  return {
    provider: textOf(attributes, attribute.provider),
    model: textOf(attributes, attribute.requestModel),
    region: textOf(attributes, attribute.region),
    credential: textOf(attributes, attribute.credential),
  };
}

function startedOf(metric: Metric, point: MetricPoint): StartedFact | Unread {
  if (!isCountable(metric, point)) return 'uncountable';
  if (point.sum > countMax) return 'implausible';
  return { kind: 'started', isCumulative: metric.temporality === cumulative };
}

/** Two days, as for durations. */
const ageSecondsMax = 48 * 3600;

/** A phase that this collector does not know is taken for one of waiting. */
function waitingOf({ temporality }: Metric, { attributes, sum }: MetricPoint): WaitingFact | Unread {
  const ageSeconds = numberOf(attributes, inFlightAttribute.age);
  const isNumber = Number.isFinite(sum) && sum >= 0;
  // A sum of them would be no state of this moment.
  if (temporality !== 0 || !isNumber || ageSeconds === null) return 'uncountable';
  if (sum > countMax || ageSeconds > ageSecondsMax) return 'implausible';
  // Between two attempts it is the app that waits, not the vendor that is silent.
  const isBackingOff = textOf(attributes, inFlightAttribute.phase) === 'backing_off';
  return { kind: 'waiting', ageSeconds: Math.floor(ageSeconds), calls: isBackingOff ? 0 : sum };
}
