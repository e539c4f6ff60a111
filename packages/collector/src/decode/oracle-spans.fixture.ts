import type { OracleKeyValue, OracleRequest, OracleValue } from './otlp-schema.fixture.ts';
import type { Span } from './span.ts';

/** Our result in the terms of the oracle's: what both must agree on. */
export function summaryOfOurs(decoded: Span): unknown {
  return {
    ids: [decoded.traceId, decoded.spanId, decoded.parentSpanId],
    name: decoded.name,
    kind: decoded.kind,
    times: [String(decoded.startUnixNano), String(decoded.endUnixNano)],
    attributes: Object.fromEntries(decoded.attributes),
    exceptions: decoded.exceptions.length,
    status: [decoded.statusCode, decoded.statusMessage],
    resource: Object.fromEntries(decoded.resource.attributes),
    scope: [decoded.scope.name, decoded.scope.version],
  };
}

export function summariesOfOracle(message: OracleRequest, keys: readonly string[]): unknown[] {
  return (message.resourceSpans ?? []).flatMap(({ resource, scopeSpans }) =>
    (scopeSpans ?? []).flatMap(({ scope, spans }) =>
      (spans ?? []).map((item) => ({
        ids: [item.traceId, item.spanId, item.parentSpanId ?? ''],
        name: item.name ?? '',
        kind: item.kind ?? 0,
        times: [item.startTimeUnixNano ?? '0', item.endTimeUnixNano ?? '0'],
        attributes: wantedOf(item.attributes, keys),
        exceptions: (item.events ?? []).filter((one) => one.name === 'exception').length,
        status: [item.status?.code ?? 0, item.status?.message ?? ''],
        resource: wantedOf(resource?.attributes, keys),
        scope: [scope?.name ?? '', scope?.version ?? ''],
      })),
    ),
  );
}

function wantedOf(list: OracleKeyValue[] | undefined, keys: readonly string[]): Record<string, unknown> {
  const kept = (list ?? []).filter((item) => keys.includes(item.key ?? ''));
  const entries = kept.map((item) => [item.key, scalarOf(item.value)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function scalarOf(value: OracleValue | undefined): unknown {
  // Arrays are read with their scalars only, and lists of keys and values not at all.
  if (value?.arrayValue) return (value.arrayValue.values ?? []).map(scalarOf).filter(isScalar);
  if (value?.intValue !== undefined) return Number(value.intValue);
  return value?.stringValue ?? value?.boolValue ?? value?.doubleValue;
}

function isScalar(value: unknown): boolean {
  return value !== undefined && !Array.isArray(value);
}
