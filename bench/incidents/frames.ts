// What the simulator aggregates, as frames of the detector.

import type { Frame, SeriesFrame } from '../../packages/collector/src/model/frame.ts';
import type { Outcome } from '../../packages/conventions/src/index.ts';
import {
  type AggregateOptions,
  aggregateFrames,
  type Ending,
  type Scenario,
  type SeriesCounts,
} from '../../packages/simulator/src/index.ts';

const outcomeOf: Readonly<Record<Ending, Outcome>> = {
  ok: 'ok',
  server_error: 'vendor_error',
  unavailable: 'vendor_error',
  overloaded: 'overloaded',
  rate_limited: 'rate_limited',
  quota_exhausted: 'quota_exhausted',
  auth: 'auth',
  bad_request: 'caller_error',
  timeout: 'timeout',
  hang: 'stalled',
  reset: 'network',
  mid_stream_error: 'vendor_error',
  truncated_clean: 'truncated',
  truncated_reset: 'truncated',
  blank: 'blank',
  no_choices: 'blank',
  no_usage: 'ok',
  html: 'malformed',
  bad_gateway: 'vendor_error',
};

export function* framesOf(scenario: Scenario, options: AggregateOptions): Generator<Frame> {
  for (const { startMs, series } of aggregateFrames(scenario, options)) {
    yield { startMs, widthMs: options.tickMs, series: series.map(seriesFrameOf) };
  }
}

function seriesFrameOf(counts: SeriesCounts): SeriesFrame {
  const outcomes = byOutcome(counts.ended);
  return {
    provider: counts.provider,
    model: counts.model,
    region: counts.region,
    credential: counts.credential,
    attempts: Object.values(outcomes).reduce((sum, count) => sum + count, 0),
    outcomes,
    repeats: byOutcome(counts.repeated),
    services: [],
    started: counts.started,
    overdue: counts.overdue,
    promptTokens: counts.promptTokens,
    firstChunkMs: counts.firstChunkMs,
  };
}

function byOutcome(counts: Readonly<Partial<Record<Ending, number>>>): SeriesFrame['outcomes'] {
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const [ending, count] of Object.entries(counts) as [Ending, number][]) {
    const outcome = outcomeOf[ending];
    outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
  }
  return outcomes;
}
