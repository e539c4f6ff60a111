import { attribute, double, integer, message, text, time } from './protobuf.mjs';

// Requests as our own SDK makes them: what is the same for many spans is encoded once.

const nothing = Buffer.alloc(0);
const clientKind = integer(6, 3);
const errorStatus = message(15, [integer(3, 2)]);
const scope = message(1, [text(1, '@faultline/instrument'), text(2, 'soak')]);
const hosts = {
  anthropic: 'api.anthropic.com',
  openai: 'api.openai.com',
  'gcp.gemini': 'generativelanguage.googleapis.com',
};

/** @param {{ service: string, instance: string }} exporter */
function resourceOf({ service, instance }) {
  const attributes = {
    'service.name': service,
    'service.instance.id': instance,
    'deployment.environment.name': 'prod',
    'telemetry.sdk.language': 'nodejs',
  };
  return message(
    1,
    Object.entries(attributes).map(([key, value]) => attribute(1, key, value)),
  );
}

/** @param {{ service: string, instance: string }} exporter */
export function createSpanRequests(exporter) {
  const resource = resourceOf(exporter);
  /** @type {Map<string, Buffer>} */
  const known = new Map();

  /** Attributes that calls to one model with one end share. */
  function shared({ provider, model }, outcome, status, role) {
    const key = `${model} ${outcome} ${role}`;
    const encoded = known.get(key) ?? encodeShared(exporter, { provider, model, outcome, status, role });
    known.set(key, encoded);
    return encoded;
  }

  return {
    /** A call, or one of its failed attempts. */
    span(described) {
      const { traceId, spanId, parentId, model, outcome, status, startMs, endMs } = described;
      const isCall = parentId === undefined;
      return message(2, [
        message(1, [traceId]),
        message(2, [spanId]),
        isCall ? nothing : message(4, [parentId]),
        text(5, isCall ? `chat ${model.model}` : 'POST'),
        clientKind,
        time(7, startMs),
        time(8, endMs),
        shared(model, outcome, status, isCall ? 'call' : 'attempt'),
        ...(isCall ? callAttributes(described) : resendCount(described)),
        outcome === 'ok' ? nothing : errorStatus,
      ]);
    },
    /** @param {readonly Buffer[]} spans */
    request: (spans) => message(1, [resource, message(2, [scope, ...spans])]),
  };
}

function encodeShared({ service }, { provider, model, outcome, status, role }) {
  const attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': provider,
    'gen_ai.request.model': model,
    'server.address': hosts[provider],
    'server.port': 443,
    'http.request.method': 'POST',
    'http.response.status_code': status,
    'faultline.outcome': outcome,
    'faultline.credential': `key-${service}`,
    ...(role === 'attempt' ? { 'faultline.span.role': 'attempt' } : {}),
    ...(outcome === 'ok'
      ? { 'gen_ai.request.stream': true, 'gen_ai.response.model': `${model}-20260301` }
      : { 'error.type': String(status) }),
  };
  return Buffer.concat(Object.entries(attributes).map(([key, value]) => attribute(9, key, value)));
}

function callAttributes(described) {
  const { number, durationMs, outcome, spanId } = described;
  return [
    attribute(9, 'faultline.attempts', number),
    message(9, [text(1, 'faultline.attempt.duration'), seconds(durationMs)]),
    ...resendCount(described),
    ...(outcome === 'ok' ? okAttributes(durationMs, spanId) : []),
  ];
}

function resendCount({ number }) {
  return number > 1 ? [attribute(9, 'http.request.resend_count', number - 1)] : [];
}

function okAttributes(durationMs, spanId) {
  return [
    message(9, [text(1, 'gen_ai.response.time_to_first_chunk'), seconds(durationMs * 0.3)]),
    attribute(9, 'gen_ai.usage.input_tokens', 200 + spanId[6] * 3),
    attribute(9, 'gen_ai.usage.output_tokens', 50 + spanId[6]),
    attribute(9, 'gen_ai.response.id', `msg_${spanId.toString('hex')}`),
  ];
}

function seconds(durationMs) {
  return message(2, [double(4, durationMs / 1000)]);
}

/**
 * `faultline.client.calls.started` and `.in_flight`.
 * @param {{ service: string, instance: string }} exporter
 * @param {readonly { model: object, started: number, inFlight: readonly { ageSeconds: number, calls: number }[] }[]} series
 */
export function inFlightRequest(exporter, series, { startedMs, nowMs }) {
  const target = ({ provider, model }) => [
    attribute(7, 'gen_ai.operation.name', 'chat'),
    attribute(7, 'gen_ai.provider.name', provider),
    attribute(7, 'gen_ai.request.model', model),
    attribute(7, 'faultline.credential', `key-${exporter.service}`),
  ];
  const point = (model, value, more = []) =>
    message(1, [time(2, startedMs), time(3, nowMs), fixedInteger(6, value), ...target(model), ...more]);
  const started = series.map(({ model, started: calls }) => point(model, calls));
  const inFlight = series.flatMap(({ model, inFlight: classes }) =>
    classes.map(({ ageSeconds, calls }) =>
      point(model, calls, [
        attribute(7, 'faultline.in_flight.phase', 'waiting'),
        attribute(7, 'faultline.in_flight.age', ageSeconds),
      ]),
    ),
  );
  const metrics = [
    metric('faultline.client.calls.started', message(7, [...started, integer(2, 2), integer(3, 1)])),
    metric('faultline.client.calls.in_flight', message(5, inFlight)),
  ];
  return message(1, [resourceOf(exporter), message(2, [scope, ...metrics])]);
}

function metric(name, data) {
  return message(2, [text(1, name), text(3, '{call}'), data]);
}

/** `NumberDataPoint.as_int` is sfixed64. */
function fixedInteger(number, value) {
  const bytes = Buffer.alloc(9);
  bytes[0] = number * 8 + 1;
  bytes.writeBigInt64LE(BigInt(value), 1);
  return bytes;
}
