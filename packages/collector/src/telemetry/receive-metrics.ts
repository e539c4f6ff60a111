import { Counter, type Registry } from 'prom-client';
import type { ReceiveMeter } from '../receive/meter.ts';
import type { Logger } from './logger.ts';

/** Counts what comes in and what becomes of it; everything dropped has a reason. */
export function createReceiveMeter(registry: Registry, logger: Logger): ReceiveMeter {
  const registers = [registry];
  const requests = new Counter({
    name: 'faultline_receive_requests_total',
    help: 'OTLP requests answered, by signal and HTTP status code.',
    labelNames: ['signal', 'code'],
    registers,
  });
  const bytes = new Counter({
    name: 'faultline_receive_bytes_total',
    help: 'OTLP body bytes, as they came over the wire and after inflation.',
    labelNames: ['signal', 'kind'],
    registers,
  });
  const decodeErrors = new Counter({
    name: 'faultline_receive_decode_errors_total',
    help: 'OTLP bodies that could not be read and were answered 400.',
    labelNames: ['signal'],
    registers,
  });
  const accepted = new Counter({
    name: 'faultline_receive_accepted_total',
    help: 'Spans, log records and metric data points that became rows and are durable.',
    labelNames: ['signal'],
    registers,
  });
  const seenByOthers = new Counter({
    name: 'faultline_receive_seen_by_others_total',
    help: 'Calls kept and not counted, because a gateway or the vendor saw them, not the app.',
    labelNames: ['vantage'],
    registers,
  });
  const dropped = new Counter({
    name: 'faultline_receive_dropped_total',
    help: 'Spans, metrics and log records that became no row, by reason.',
    labelNames: ['signal', 'reason'],
    registers,
  });
  const clamped = new Counter({
    name: 'faultline_receive_times_clamped_total',
    help: 'Rows whose times were missing or implausible and were corrected.',
    registers,
  });
  const clipped = new Counter({
    name: 'faultline_receive_texts_clipped_total',
    help: 'Attribute values cut to their maximum length.',
    registers,
  });
  const replaced = new Counter({
    name: 'faultline_receive_names_replaced_total',
    help: 'Rows of which a provider, model, service or key was one too many and is counted as other.',
    registers,
  });
  const internal = new Counter({
    name: 'faultline_receive_internal_errors_total',
    help: 'Requests that failed by a fault of the collector itself.',
    labelNames: ['signal'],
    registers,
  });
  return {
    request: (signal, httpStatus) => requests.inc({ signal, code: String(httpStatus) }),
    bytes: (signal, wireBytes, bodyBytes) => {
      bytes.inc({ signal, kind: 'wire' }, wireBytes);
      bytes.inc({ signal, kind: 'inflated' }, bodyBytes);
    },
    decodeError: (signal) => decodeErrors.inc({ signal }),
    accepted: (signal, count) => accepted.inc({ signal }, count),
    seenByOthers: (vantage, count) => seenByOthers.inc({ vantage }, count),
    dropped: (signal, reason, count) => dropped.inc({ signal, reason }, count),
    timesClamped: (count) => clamped.inc(count),
    textsClipped: (count) => clipped.inc(count),
    namesReplaced: (count) => replaced.inc(count),
    internalError: (signal, error) => {
      internal.inc({ signal });
      logger.error({ err: error, signal }, 'a request failed by our own fault');
    },
  };
}
