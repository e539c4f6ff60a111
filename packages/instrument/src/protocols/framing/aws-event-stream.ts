import { crc32 } from 'node:zlib';
import { asObject, asText, parseJson } from '../json.ts';
import type { StreamBytes } from './kept-bytes.ts';
import { headEventsMax, type StreamEnds, type StreamEvent, tailEventsMax } from './stream-event.ts';

/*
 * `application/vnd.amazon.eventstream`. A frame is a prelude (its total length, the length of its headers, a CRC of
 * both), headers, a payload, and a CRC of everything before it.
 */
const preludeBytes = 12;
const trailerBytes = 4;
const frameBytesMin = preludeBytes + trailerBytes;
/** The platform's own limit for one message. */
const frameBytesMax = 24 * 1024 * 1024;

export function readFrames({ head, tail }: StreamBytes): StreamEnds {
  const first = framesIn(head);
  const last = tail ? framesIn(tail.subarray(firstFrameAt(tail))) : first.slice(headEventsMax);
  const frames = [...first.slice(0, headEventsMax), ...last.slice(-tailEventsMax)];
  const hasBegun = frames.length === 0 && frameLengthAt(head, 0) !== undefined;
  if (hasBegun) return { events: [{ event: '', data: '' }], fragment: '' };
  return { events: frames.map(eventOf).filter((event) => event !== undefined), fragment: '' };
}

/** The whole frames at the start of `bytes`; a last one that has not arrived in full is left out. */
export function framesIn(bytes: Buffer): readonly Buffer[] {
  const frames: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const byteLength = frameLengthAt(bytes, start);
    if (byteLength === undefined || start + byteLength > bytes.length) break;
    frames.push(bytes.subarray(start, start + byteLength));
    start += byteLength;
  }
  return frames;
}

function frameLengthAt(bytes: Buffer, start: number): number | undefined {
  if (start + preludeBytes > bytes.length) return undefined;
  const byteLength = bytes.readUInt32BE(start);
  const headersLength = bytes.readUInt32BE(start + 4);
  const isPlausible = byteLength <= frameBytesMax && headersLength + frameBytesMin <= byteLength;
  return isPlausible ? byteLength : undefined;
}

/** Where the first frame begins in bytes that were cut anywhere: only at a frame does the prelude's own CRC agree. */
function firstFrameAt(bytes: Buffer): number {
  for (let start = 0; start + preludeBytes <= bytes.length; start += 1) {
    if (frameLengthAt(bytes, start) === undefined) continue;
    if (crc32(bytes.subarray(start, start + 8)) === bytes.readUInt32BE(start + 8)) return start;
  }
  return bytes.length;
}

/**
 * `:message-type` says whether a frame is an event, a modelled exception or an unmodelled error; the failures are told
 * in the shape in which the vendors' JSON tells them.
 */
export function eventOf(frame: Buffer): StreamEvent | undefined {
  const headers = headersOf(frame);
  const payload = parseJson(payloadOf(frame))?.value;
  const exception = headers.get(':exception-type');
  if (exception !== undefined) {
    const message = asText(asObject(payload)?.message) ?? asText(asObject(payload)?.Message);
    return { event: 'exception', data: { error: { type: exception, message } } };
  }
  if (headers.get(':message-type') === 'error') {
    const error = { type: headers.get(':error-code'), message: headers.get(':error-message') };
    return { event: 'exception', data: { error } };
  }
  const event = headers.get(':event-type');
  return event === undefined ? undefined : { event, data: event === 'chunk' ? partOf(payload) : payload };
}

/** A `chunk` is a part of another body, in base64. */
function partOf(payload: unknown): unknown {
  return parseJson(partTextOf(payload) ?? '')?.value;
}

function partTextOf(payload: unknown): string | undefined {
  const base64 = asText(asObject(payload)?.bytes);
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString('utf8');
}

/** What a frame says, for looking for the first content in it. */
export function frameText(frame: Buffer): string {
  const text = payloadOf(frame);
  return partTextOf(parseJson(text)?.value) ?? text;
}

function payloadOf(frame: Buffer): string {
  return frame.toString('utf8', preludeBytes + frame.readUInt32BE(4), frame.length - trailerBytes);
}

/** Header value types by their number: bytes 6 and string 7 say their length, the others have one of their own. */
const fixedValueBytes: readonly number[] = [0, 0, 1, 2, 4, 8, 0, 0, 8, 16];
const stringType = 7;
const bytesType = 6;

function headersOf(frame: Buffer): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  const end = Math.min(preludeBytes + frame.readUInt32BE(4), frame.length - trailerBytes);
  for (let at = preludeBytes; at < end; ) {
    const nameEnd = at + 1 + frame.readUInt8(at);
    if (nameEnd + 3 > frame.length) break;
    const type = frame.readUInt8(nameEnd);
    const isSized = type === stringType || type === bytesType;
    const valueStart = nameEnd + (isSized ? 3 : 1);
    const valueEnd =
      valueStart + (isSized ? frame.readUInt16BE(nameEnd + 1) : (fixedValueBytes[type] ?? frame.length));
    if (type === stringType)
      headers.set(frame.toString('utf8', at + 1, nameEnd), frame.toString('utf8', valueStart, valueEnd));
    at = valueEnd;
  }
  return headers;
}
