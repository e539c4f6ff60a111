import { collectorMetric, durationBucketsSeconds, modelLabelsMax } from '@faultline/conventions';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { Call } from '../model/call.ts';
import type { MeteredCalls } from '../model/metered-calls.ts';
import type { Intake } from '../store/store.ts';

/**
 * Counts calls and attempts on their way into the store, once they are durable. Of what only metrics tell it counts the
 * calls, as long as this process has seen none of them told by spans; the store, which has seen all, may withdraw some.
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
  const reported = createReportedTargets();

  const count = (call: Call): void => {
    const series = seriesLabels(call.provider, call.model || call.responseModel);
    calls.inc({ ...series, outcome: call.outcome });
    if (call.durationMs !== null) duration.observe(series, call.durationMs / 1000);
    if (call.timeToFirstChunkMs !== null) firstChunk.observe(series, call.timeToFirstChunkMs / 1000);
  };
  return {
    refusal: () => intake.refusal(),
    append: async (rows) => {
      const result = await intake.append(rows);
      if (result.kind !== 'durable') return result;
      for (const call of rows.calls) {
        // What a gateway or the vendor saw would count it again.
        if (call.vantage !== 'client') continue;
        count(call);
        reported.add(call);
      }
      for (const metered of rows.metered ?? []) {
        const { provider, model, outcome } = metered;
        if (!reported.mayHold(metered))
          calls.inc({ ...seriesLabels(provider, model), outcome }, metered.calls);
      }
      for (const { provider, model, outcome } of rows.attempts) {
        attempts.inc({ ...seriesLabels(provider, model), outcome });
      }
      return result;
    },
  };
}

type Target = Pick<MeteredCalls, 'service' | 'provider' | 'model'>;

/** More than any fleet has; beyond that counts of metrics are left out. */
const targetsMax = 20_000;

/** Whose calls are told one by one. */
function createReportedTargets(): { add(call: Call): void; mayHold(target: Target): boolean } {
  const known = new Set<string>();
  const nameOf = ({ service, provider, model }: Target): string => [service, provider, model].join('\n');
  return {
    add: ({ service, provider, model, responseModel }) => {
      // Metrics may name the model that answered as the one that was asked for.
      for (const name of new Set([model || responseModel, responseModel || model])) {
        if (known.size < targetsMax) known.add(nameOf({ service, provider, model: name }));
      }
    },
    mayHold: (target) => known.size >= targetsMax || known.has(nameOf(target)),
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
