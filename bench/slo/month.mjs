// A month of calls as the collector keeps it, and objectives on them as a configuration would have them.

export const days = 30;
const models = 20;
const services = 10;

/** 20 models of four vendors, each called by ten services. */
export const series = Array.from({ length: models * services }, (_, index) => ({
  provider: `vendor-${index % 4}`,
  model: `model-${index % models}`,
  service: `service-${Math.floor(index / models)}`,
}));

/** Every series calls every minute; in one minute of ten some calls fail. @returns {Promise<number>} rows */
export async function fillMinutes(ask, untilMs) {
  const untilMinute = untilMs / 60_000;
  for (let day = days; day > 0; day -= 1) {
    const sinceMinute = untilMinute - day * 1440;
    await ask(`INSERT INTO faultline.calls_1m
      (time, provider, model, service, environment, operation, outcome, basis, calls, attempts,
        duration_ms, time_to_first_chunk_ms)
      SELECT toDateTime((${sinceMinute} + intDiv(number, ${series.length})) * 60),
        concat('vendor-', toString(number % 4)), concat('model-', toString(number % ${models})),
        concat('service-', toString(intDiv(number % ${series.length}, ${models}))), 'prod', 'chat',
        arrayJoin(if(cityHash64(number, ${day}) % 10 = 0, ['ok', 'overloaded'], ['ok'])) AS outcome, 'spans',
        if(outcome = 'ok', 50, 3), if(outcome = 'ok', 50, 3),
        map(1500, 10, 2000, 15, 3000, 15, 4000, 10), map(400, 10, 500, 25, 750, 10, 1000, 5)
      FROM numbers(${1440 * series.length})`);
  }
  await ask('OPTIMIZE TABLE faultline.calls_1m');
  return Number(await ask('SELECT count() FROM faultline.calls_1m FORMAT TSV'));
}

/** As many as 20 models may have learned, no two of them alike. */
export const thresholds = [600, 750, 850, 1000, 1250, 1500, 2000, 2500, 3000, 4000, 5000, 6000].map(
  (thresholdMs) => ({ measure: 'time_to_first_chunk', thresholdMs }),
);

/** 500: one for each series, each model of each service under a second name, and others by vendor, model and service. */
export function objectives(tiers) {
  const common = { policy: 'availability', period: { kind: 'rolling', days: 30 }, tiers };
  const bySeries = ['99.0', '99.9'].flatMap((targetPercent) =>
    series.map((match) => ({
      ...common,
      name: `of-series-${targetPercent}`,
      scope: 'model',
      targetPercent,
      match,
    })),
  );
  const byName = [
    ...series.slice(0, models).map(({ model }) => ({ scope: 'model', match: { model } })),
    ...series.slice(0, 4).map(({ provider }) => ({ scope: 'provider', match: { provider } })),
    ...Array.from({ length: 76 }, (_, index) => ({
      scope: 'service',
      match: { service: `service-${index % services}` },
    })),
  ].map((each, index) => ({ ...common, ...each, name: `of-name-${index}`, targetPercent: '99.5' }));
  return [...bySeries, ...byName];
}
