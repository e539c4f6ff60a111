import { gzipSync } from 'node:zlib';
import { benchmarkRequest } from './benchmark-body.mjs';

/** A few services, so that the rollups have more than one row for each model. */
const services = ['checkout', 'support-bot', 'search', 'summaries'];

/**
 * Makes export requests that are alike but for their ids and times, at the price of a copy: what a run measures is the
 * collector, not a serializer.
 * @param {(message: object) => Uint8Array} encode @param {number} spans @param {number} sender
 */
export function createBatches(encode, spans, sender) {
  const templates = services.map((service) => templateOf(encode, spans, service));
  let made = 0;
  /** @param {number} nowMs @param {boolean} isGzip */
  return (nowMs, isGzip) => {
    made += 1;
    const { body, places } = templates[made % templates.length];
    const copy = Buffer.from(body);
    for (const { traceId, spanId, start, end } of places) {
      // Behind the span's own number, so that each call is a trace.
      copy.writeUInt32BE(made, traceId + 8);
      copy.writeUInt32BE(sender, traceId + 12);
      copy.writeUInt32BE((sender << 24) | made, spanId);
      copy.writeBigUInt64LE(BigInt(nowMs - 2000) * 1_000_000n, start);
      copy.writeBigUInt64LE(BigInt(nowMs) * 1_000_000n, end);
    }
    return isGzip ? gzipSync(copy, { level: 1 }) : copy;
  };
}

function templateOf(encode, spans, service) {
  const request = benchmarkRequest(spans, service);
  const body = Buffer.from(encode(request));
  const all = request.resourceSpans[0].scopeSpans[0].spans;
  let from = 0;
  const places = all.map((span) => {
    const traceId = body.indexOf(span.traceId, from);
    const spanId = body.indexOf(span.spanId, traceId + 16);
    // The fields in the order of their numbers: 1 and 2 the ids, 5 the name, 6 the kind, 7 and 8 the times.
    const start = spanId + 8 + (2 + Buffer.byteLength(span.name)) + 2 + 1;
    from = start;
    return { traceId, spanId, start, end: start + 9 };
  });
  return { body, places };
}
