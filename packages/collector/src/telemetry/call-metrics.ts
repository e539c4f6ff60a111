import { collectorMetric, durationBucketsSeconds, modelLabelsMax } from '@faultline/conventions';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { Call } from '../model/call.ts';
import type { Intake } from '../store/store.ts';

/** Counts calls and attempts on their way into the store, once they are durable. */
export function countRows(intake: Intake, registry: Registry): Intake {
  const registers = [registry];
  const labelNames = ['provider', 'model', 'outcome'];
  const calls = new Counter({
    name: collectorMetric.calls,
    help: 'LLM calls, retries included, by how they ended.',
    labelNames,
    registers,
  });
  const attempts = new Counter({
    name: collectorMetric.attempts,
    help: 'HTTP attempts under the calls, by how they ended.',
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

  const count = (call: Call): void => {
    const series = seriesLabels(call.provider, call.model);
    calls.inc({ ...series, outcome: call.outcome });
    duration.observe(series, call.durationMs / 1000);
    if (call.timeToFirstChunkMs !== null) firstChunk.observe(series, call.timeToFirstChunkMs / 1000);
  };
  return {
    append: async (rows) => {
      const result = await intake.append(rows);
      if (result.kind !== 'durable') return result;
      for (const call of rows.calls) count(call);
      for (const { provider, model, outcome } of rows.attempts) {
        attempts.inc({ ...seriesLabels(provider, model), outcome });
      }
      return result;
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
