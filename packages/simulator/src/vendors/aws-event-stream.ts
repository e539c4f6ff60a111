import { crc32 } from 'node:zlib';

/**
 * One message of `application/vnd.amazon.eventstream`: total length, length of the headers, CRC-32 of these two,
 * headers, payload, CRC-32 of everything before. Numbers are big-endian.
 */
export function encodeMessage(headers: Readonly<Record<string, string>>, payload: string): Uint8Array {
  const headerBytes = Buffer.concat(
    Object.entries(headers).map(([name, value]) => encodeHeader(name, value)),
  );
  const payloadBytes = Buffer.from(payload);
  const prelude = uint32s(overheadBytes + headerBytes.length + payloadBytes.length, headerBytes.length);
  const checkedPrelude = Buffer.concat([prelude, uint32s(crc32(prelude))]);
  const message = Buffer.concat([checkedPrelude, headerBytes, payloadBytes]);
  return Buffer.concat([message, uint32s(crc32(message))]);
}

/** Prelude and the two checksums. */
const overheadBytes = 16;

/** The type of every header that AWS sends here: text, with a two-byte length. */
const stringType = 7;

function encodeHeader(name: string, value: string): Buffer {
  const nameBytes = Buffer.from(name);
  const valueBytes = Buffer.from(value);
  const length = Buffer.from([valueBytes.length >> 8, valueBytes.length & 0xff]);
  return Buffer.concat([
    Buffer.from([nameBytes.length]),
    nameBytes,
    Buffer.from([stringType]),
    length,
    valueBytes,
  ]);
}

function uint32s(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}
