import { isErrorFault, leavesAnswerWhole } from '../fault.ts';
import type { Pace } from '../scenario/conditions.ts';
import type { EventStream, Exchange, Protocol, StreamEvent, VendorError } from '../vendors/protocol.ts';
import { pause, untilAborted } from './pause.ts';
import type { ScriptedFault } from './script.ts';
import type { ServedEntry } from './served-log.ts';
import type { WireResponse } from './wire.ts';

/** One request on its way to an answer. */
export interface Delivery {
  readonly response: WireResponse;
  readonly protocol: Protocol;
  readonly exchange: Exchange;
  readonly scripted: ScriptedFault | null;
  /** Already scaled to real time. */
  readonly pace: Pace;
  readonly entry: ServedEntry;
  /** Ends when the client leaves or the server closes. */
  readonly signal: AbortSignal;
  now(): number;
}

const contentBeforeFault = 2;
const contentBeforeHang = 1;

/** Writes the whole answer, or exactly as much of it as the fault lets through. */
export async function deliver(delivery: Delivery): Promise<void> {
  const { exchange, protocol, scripted, pace, response, signal } = delivery;
  const fault = scripted?.fault ?? null;
  if (fault === 'timeout') return untilAborted(signal);
  if (fault === 'reset') {
    if (await pause(pace.errorMs, signal)) await response.reset(signal);
    return;
  }
  const stream = exchange.request.streaming ? protocol.stream?.(exchange) : undefined;
  if (fault === 'html') return sendError(delivery, htmlPage(200));
  if (fault === 'bad_gateway') return sendError(delivery, htmlPage(502));
  if (fault && isErrorFault(fault)) return sendError(delivery, protocol.error(fault, exchange));
  if (fault === 'mid_stream_error' && !stream) {
    return sendError(delivery, protocol.error('server_error', exchange));
  }
  return stream ? sendStream(delivery, stream) : sendJson(delivery);
}

async function sendError(delivery: Delivery, error: VendorError): Promise<void> {
  if (!(await pause(delivery.pace.errorMs, delivery.signal))) return;
  const body = Buffer.from(error.body);
  writeHead(delivery, error.status, false, { ...error.headers, 'content-length': String(body.length) });
  delivery.response.end(body);
}

async function sendJson(delivery: Delivery): Promise<void> {
  const { exchange, protocol, scripted, pace, response, signal } = delivery;
  if (!(await pause(pace.durationMs, signal))) return;
  const fault = scripted?.fault;
  const body = Buffer.from(protocol.json(exchange));
  const half = body.subarray(0, body.length >> 1);
  const contentType = protocol.jsonContentType;
  if (fault === 'truncated_clean') {
    // Without a length the end of the chunks is the end of the document: nothing on the wire looks wrong.
    writeHead(delivery, 200, true, { 'content-type': contentType });
    response.end(half);
    return;
  }
  writeHead(delivery, 200, true, { 'content-type': contentType, 'content-length': String(body.length) });
  if (fault === 'hang') {
    response.flushHead();
    return untilAborted(signal);
  }
  if (fault === 'truncated_reset') {
    response.write(half);
    return response.reset(signal);
  }
  response.end(body);
}

async function sendStream(delivery: Delivery, events: EventStream): Promise<void> {
  const { pace, response, signal } = delivery;
  const gapMs = (pace.durationMs - pace.timeToFirstTokenMs) / Math.max(1, events.content.length);
  if (!(await pause(pace.timeToFirstTokenMs / 2, signal))) return;
  writeHead(delivery, 200, true, events.headers);
  response.flushHead();
  writeAll(response, events.opening);
  const contentSent = await sendContent(delivery, events.content, gapMs);
  if (contentSent === undefined) return;
  return endStream(delivery, events.closing, events.opening.length + contentSent);
}

/** How many content events were sent; undefined when the client left on the way. */
async function sendContent(
  { scripted, pace, response, signal, entry, now }: Delivery,
  content: readonly StreamEvent[],
  gapMs: number,
): Promise<number | undefined> {
  const isWhole = scripted === null || leavesAnswerWhole(scripted.fault);
  const before =
    scripted?.afterChunks ?? (scripted?.fault === 'hang' ? contentBeforeHang : contentBeforeFault);
  // Never all of it: a fault after the last chunk would be another fault.
  const sent = isWhole ? content : content.slice(0, Math.max(0, Math.min(before, content.length - 1)));
  for (const [index, event] of sent.entries()) {
    if (!(await pause(index === 0 ? pace.timeToFirstTokenMs / 2 : gapMs, signal))) return undefined;
    entry.firstContentMs ??= now();
    entry.chunks += 1;
    response.write(event);
  }
  return (await pause(gapMs, signal)) ? sent.length : undefined;
}

function endStream(
  delivery: Delivery,
  closing: readonly StreamEvent[],
  eventsSent: number,
): Promise<void> | undefined {
  const { response, protocol, exchange, scripted, signal } = delivery;
  switch (scripted?.fault) {
    case 'hang':
      return untilAborted(signal);
    case 'truncated_reset':
      return response.reset(signal);
    case 'truncated_clean':
      break;
    case 'mid_stream_error':
      writeAll(response, protocol.streamError?.(exchange, eventsSent) ?? []);
      break;
    default:
      writeAll(response, closing);
  }
  response.end();
  return undefined;
}

function writeAll(response: WireResponse, events: readonly StreamEvent[]): void {
  if (events.length === 0) return;
  response.write(
    Buffer.concat(events.map((event) => (typeof event === 'string' ? Buffer.from(event) : event))),
  );
}

function writeHead(
  delivery: Delivery,
  status: number,
  isServed: boolean,
  headers: Readonly<Record<string, string>>,
): void {
  const { protocol, exchange, entry, response } = delivery;
  entry.status = status;
  entry.headersMs = delivery.now();
  response.writeHead(status, { ...protocol.headers(exchange, isServed), ...headers });
}

function htmlPage(status: number): VendorError {
  const title = status === 502 ? '502 Bad Gateway' : 'Just a moment...';
  return {
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8' },
    body: `<!DOCTYPE html>\n<html>\n<head><title>${title}</title></head>\n<body>\n<center><h1>${title}</h1></center>\n<hr><center>cloudflare</center>\n</body>\n</html>\n`,
  };
}
