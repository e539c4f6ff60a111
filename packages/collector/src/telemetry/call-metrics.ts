import { collectorMetric, durationBucketsSeconds, modelLabelsMax } from '@faultline/conventions';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { Call } from '../model/call.ts';
import type { MeteredCalls } from '../model/metered-calls.ts';
import { nameOfTarget, targetOf, targetsOf } from '../model/target.ts';
import type { Intake } from '../store/store.ts';
import { type CallGroup, type RowTally, tallyRows } from './row-tally.ts';

/**
 * Counts calls and attempts on their way into the store, once they are durable, and none that is sent again. Of what only
 * metrics tell it counts the calls, as long as this process has seen none of them told by spans; the store, which has
 * seen all, may withdraw some.
 */
export function countRows(intake: Intake, registry: Registry): Intake {
  const registers = [registry];
  const labelNames = ['provider', 'model', 'outcome'];
  const calls = new Counter({
    name: collectorMetric.calls,
    help: 'LLM calls, retries included, by how they ended; from metrics where no spans tell of them.',
    labelNames,
    registers,
  });
  const attempts = new Counter({
    name: collectorMetric.attempts,
    help: 'HTTP attempts under the calls, by how they ended. Metrics tell of none.',
    labelNames,
    registers,
  });
  const histogram = (name: string, help: string): Histogram<'provider' | 'model'> =>
    new Histogram({
      name,
      help,
      labelNames: ['provider', 'model'],
      buckets: [...durationBucketsSeconds],
      registers,
    });
  const duration = histogram(
    collectorMetric.callDuration,
    'Duration of calls, retries and back-off included.',
  );
  const firstChunk = histogram(
    collectorMetric.timeToFirstChunk,
    'Time from the start of a call to its first content.',
  );
  const seriesLabels = createSeriesLabels();
  const told = createToldTargets();

  const countCalls = ({ first, rows, durationsMs, firstChunksMs, lastEndMs }: CallGroup): void => {
    const { provider, model } = targetOf(first);
    const series = seriesLabels(provider, model);
    calls.inc({ ...series, outcome: first.outcome }, rows);
    for (const durationMs of durationsMs) duration.observe(series, durationMs / 1000);
    for (const firstChunkMs of firstChunksMs) firstChunk.observe(series, firstChunkMs / 1000);
    told.add({ ...first, endMs: lastEndMs });
  };
  const count = (tally: RowTally): void => {
    for (const group of tally.calls) countCalls(group);
    for (const metered of tally.metered) {
      const { provider, model, outcome } = metered;
      if (!told.mayHold(metered)) calls.inc({ ...seriesLabels(provider, model), outcome }, metered.calls);
    }
    for (const { first, rows } of tally.attempts) {
      const { provider, model, outcome } = first;
      attempts.inc({ ...seriesLabels(provider, model), outcome }, rows);
    }
  };
  return {
    refusal: () => intake.refusal(),
    // Not async: that would hold the rows until they are durable.
    append(rows, onFresh) {
      const counted: { tally?: RowTally } = {};
      const appended = intake.append(rows, (fresh) => {
        counted.tally = tallyRows(fresh);
        onFresh?.(fresh);
      });
      return appended.then((result) => {
        if (result.kind === 'durable' && counted.tally) count(counted.tally);
        return result;
      });
    },
  };
}

/** More than any fleet has; beyond that counts of metrics are left out. */
const targetsMax = 20_000;
const dayMs = 86_400_000;

/** Whose calls were told one by one, as far back as a day: who ceased to send spans is counted by metrics again. */
function createToldTargets(): { add(call: Call): void; mayHold(metered: MeteredCalls): boolean } {
  const lastEndsMs = new Map<string, number>();
  return {
    add: (call) => {
      for (const name of targetsOf(call).map(nameOfTarget)) {
        const lastMs = lastEndsMs.get(name) ?? 0;
        if (lastMs > 0 || lastEndsMs.size < targetsMax) lastEndsMs.set(name, Math.max(lastMs, call.endMs));
      }
    },
    mayHold: (metered) => {
      const lastMs = lastEndsMs.get(nameOfTarget(metered));
      return lastMs === undefined ? lastEndsMs.size >= targetsMax : metered.endMs < lastMs + dayMs;
    },
  };
}

/** Providers with series of their own; a self-hosted server's host counts as one. */
const providerLabelsMax = 100;

/** A typo in a loop must not mint series for ever: beyond a number of providers and models the label is `other`. */
function createSeriesLabels(): (provider: string, model: string) => { provider: string; model: string } {
  const known = new Map<string, Set<string>>();
  return (provider, model) => {
    const models = known.get(provider) ?? new Set<string>();
    if (!known.has(provider) && known.size >= providerLabelsMax) return { provider: 'other', model: 'other' };
    known.set(provider, models);
    if (models.size < modelLabelsMax) models.add(model);
    return { provider, model: models.has(model) ? model : 'other' };
  };
}
