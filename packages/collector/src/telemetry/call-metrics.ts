import { collectorMetric, durationBucketsSeconds, modelLabelsMax } from '@faultline/conventions';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { Call } from '../model/call.ts';
import type { MeteredCalls } from '../model/metered-calls.ts';
import { nameOfTarget, targetOf, targetsOf } from '../model/target.ts';
import type { Intake } from '../store/store.ts';

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

  const countAlike = (alike: readonly [Call, ...Call[]]): void => {
    const [first] = alike;
    const { provider, model } = targetOf(first);
    const series = seriesLabels(provider, model);
    calls.inc({ ...series, outcome: first.outcome }, alike.length);
    for (const { durationMs, timeToFirstChunkMs } of alike) {
      if (durationMs !== null) duration.observe(series, durationMs / 1000);
      if (timeToFirstChunkMs !== null) firstChunk.observe(series, timeToFirstChunkMs / 1000);
    }
    told.add({ ...first, endMs: alike.reduce((lastMs, { endMs }) => Math.max(lastMs, endMs), 0) });
  };
  return {
    refusal: () => intake.refusal(),
    append: async (rows) => {
      const result = await intake.append(rows);
      if (result.kind !== 'durable') return result;
      const { fresh = rows } = result;
      // What a gateway or the vendor saw would count it again.
      for (const alike of groupsOf(fresh.calls.filter(({ vantage }) => vantage === 'client')))
        countAlike(alike);
      for (const metered of fresh.metered ?? []) {
        const { provider, model, outcome } = metered;
        if (!told.mayHold(metered)) calls.inc({ ...seriesLabels(provider, model), outcome }, metered.calls);
      }
      for (const alike of groupsOf(fresh.attempts)) {
        const [{ provider, model, outcome }] = alike;
        attempts.inc({ ...seriesLabels(provider, model), outcome }, alike.length);
      }
      return result;
    },
  };
}

type Alike = Pick<Call, 'service' | 'provider' | 'model' | 'outcome'> & { readonly responseModel?: string };

/** Rows of one target that ended alike: a batch has hundreds of rows and few groups, and finding a series is dear. */
function groupsOf<Row extends Alike>(rows: readonly Row[]): Iterable<readonly [Row, ...Row[]]> {
  const groups = new Map<string, [Row, ...Row[]]>();
  for (const row of rows) {
    const { service, provider, model, responseModel, outcome } = row;
    const name = [service, provider, model, responseModel, outcome].join('\n');
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return groups.values();
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
