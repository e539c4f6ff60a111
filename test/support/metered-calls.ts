/** Calls of one model that a service has only counted. */
export interface MeteredCalls {
  readonly service: string;
  readonly provider: string;
  readonly model: string;
  readonly endMs: number;
  readonly counts: readonly { readonly calls: number; readonly errorType?: string }[];
}

/** `gen_ai.client.operation.duration` of ten seconds, as an SDK sends it that counts deltas. */
export function metricsJson({ service, provider, model, endMs, counts }: MeteredCalls): string {
  const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const attributes = [
    text('gen_ai.operation.name', 'chat'),
    text('gen_ai.provider.name', provider),
    text('gen_ai.request.model', model),
  ];
  const dataPoints = counts.map(({ calls, errorType }) => ({
    startTimeUnixNano: `${endMs - 10_000}000000`,
    timeUnixNano: `${endMs}000000`,
    count: String(calls),
    sum: calls * 1.5,
    explicitBounds: [1, 2],
    bucketCounts: ['0', String(calls), '0'],
    attributes: errorType === undefined ? attributes : [...attributes, text('error.type', errorType)],
  }));
  const histogram = { aggregationTemporality: 1, dataPoints };
  const metrics = [{ name: 'gen_ai.client.operation.duration', unit: 's', histogram }];
  const resource = { attributes: [text('service.name', service)] };
  return JSON.stringify({ resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] });
}
