import { callPointKeys } from './call-point.ts';
import { inFlightAttributes, inFlightMetricNames } from './in-flight-point.ts';
import { endedMetricNames } from './metric-meaning.ts';

/** Metrics of these names are decoded; others are only counted. */
export const wantedMetricNames: readonly string[] = [...endedMetricNames, ...inFlightMetricNames];

/** What decoding must keep, of resources and of points. */
export const wantedMetricAttributes: readonly string[] = [
  ...new Set([...callPointKeys, ...inFlightAttributes]),
];
