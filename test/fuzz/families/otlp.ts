import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Random } from '../../support/seeded-random.ts';
import type { Family, FuzzCase, FuzzSource, OtlpBody } from '../fuzz-case.ts';
import { type HeaderLine, requestCase } from '../http-message.ts';
import { hostileText, hostileValue, nestedText } from './hostile-json.ts';
import { mutated } from './mutate.ts';

const protobuf = 'application/x-protobuf';
const json = 'application/json';

interface Post {
  readonly signal: OtlpBody['signal'];
  readonly type: string;
  readonly body: Buffer;
  readonly headers?: readonly HeaderLine[];
}

export function post(
  source: FuzzSource,
  family: string,
  { signal, type, body, headers = [] }: Post,
): FuzzCase {
  return requestCase(source, {
    ...{ family, surface: 'otlp', method: 'POST', target: `/v1/${signal}`, body },
    headers: [['Content-Type', type], ...headers],
  });
}

export const otlpProtobuf: Family = (source) => {
  const { random, corpus } = source;
  const { signal, bytes } = random.oneOf(corpus.protobuf);
  const body = random.below(10) === 0 ? nestedValue(random) : mutated(bytes, random);
  return post(source, 'OTLP protobuf', { signal, type: protobuf, body });
};

/** An attribute whose value is an array of arrays of arrays: `AnyValue.array_value = 5`, `ArrayValue.values = 1`. */
function nestedValue(random: Random): Buffer {
  let inner: Buffer = Buffer.from([0x0a, 0x01, 0x61]);
  const depth = random.oneOf([100, 2_000, 6_000]);
  for (let layer = 0; layer < depth; layer += 1) inner = field(layer % 2 === 0 ? 5 : 1, inner);
  const attribute = field(9, Buffer.concat([field(1, Buffer.from('gen_ai.system')), field(2, inner)]));
  const span = field(
    2,
    Buffer.concat([field(1, Buffer.alloc(16, 1)), field(2, Buffer.alloc(8, 1)), attribute]),
  );
  return field(1, field(2, span));
}

function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

export const otlpJson: Family = (source) => {
  const { random, corpus } = source;
  const { signal, bytes } = random.oneOf(corpus.json);
  const body = random.below(2) === 0 ? mutated(bytes, random) : Buffer.from(withHostileValues(bytes, random));
  return post(source, 'OTLP JSON', { signal, type: json, body });
};

/** Any scalar, and texts of attributes alone: with those the export is mostly still one. */
const scalar = /"(?:[^"\\]|\\.)*"(?!\s*:)|-?\d+(?:\.\d+)?/g;
const attributeText = /(?<="stringValue":\s*)"(?:[^"\\]|\\.)*"/g;

function withHostileValues(bytes: Buffer, random: Random): string {
  const text = bytes.toString();
  const places = random.below(4) === 0 ? scalar : attributeText;
  const count = text.match(places)?.length ?? 0;
  if (count === 0 || random.below(20) === 0) return nestedText(random);
  const chosen = new Set(Array.from({ length: 1 + random.below(4) }, () => random.below(count)));
  let place = -1;
  return text.replaceAll(places, (value) => {
    place += 1;
    if (!chosen.has(place)) return value;
    return places === attributeText ? JSON.stringify(hostileText(random)) : hostileValue(random);
  });
}

/** Four times the largest body that is taken, in a few kilobytes. */
const zeros = Buffer.alloc(64 * 1024 * 1024 + 1);
const bombs = {
  gzip: lazy(() => gzipSync(zeros)),
  deflate: lazy(() => deflateSync(zeros)),
  nested: lazy(() => gzipSync(gzipSync(zeros))),
};

function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

type Packing = (bytes: Buffer, random: Random) => readonly [encoding: string, body: Buffer];

const packings: readonly [Packing, ...Packing[]] = [
  (bytes) => ['gzip', gzipSync(bytes)],
  (bytes) => ['deflate', deflateSync(bytes)],
  (bytes) => ['deflate', deflateRawSync(bytes)],
  (bytes) => ['x-gzip', gzipSync(bytes)],
  (bytes) => ['gzip', bytes],
  (bytes) => ['br', brotliCompressSync(bytes)],
  (bytes) => ['gzip, gzip', gzipSync(gzipSync(bytes))],
  (bytes, random) => [
    random.oneOf(['GZIP', ' gzip ', 'gzip;q=1', 'identity', '', 'zstd', '*', 'gzip\t']),
    gzipSync(bytes),
  ],
  (bytes) => ['gzip', Buffer.concat([gzipSync(bytes.subarray(0, 40)), gzipSync(bytes.subarray(40))])],
  (bytes) => ['gzip', Buffer.concat([gzipSync(bytes), Buffer.from('and more')])],
  (bytes, random) => ['gzip', mutated(gzipSync(bytes), random)],
  (bytes, random) => ['deflate', mutated(deflateSync(bytes), random)],
  () => ['gzip', bombs.gzip()],
  () => ['deflate', bombs.deflate()],
  () => ['gzip', bombs.nested()],
];

export const otlpCompressed: Family = (source) => {
  const { random, corpus } = source;
  const isProtobuf = random.below(2) === 0;
  const { signal, bytes } = random.oneOf(isProtobuf ? corpus.protobuf : corpus.json);
  // A bomb costs the work of 64 MiB: there are enough of them without being most of what is done.
  const packing = packings[random.below(random.below(4) === 0 ? packings.length : packings.length - 3)];
  const [encoding, body] = (packing ?? packings[0])(bytes, random);
  const type = isProtobuf ? protobuf : json;
  return post(source, 'OTLP compressed', { signal, type, body, headers: [['Content-Encoding', encoding]] });
};

export const otlpTypes: Family = (source) => {
  const { random, corpus } = source;
  const { bytes, signal } = random.oneOf(random.below(2) === 0 ? corpus.protobuf : corpus.json);
  const type = random.oneOf([
    ...[
      'text/html',
      'application/jsonp',
      'application/json;charset=utf-16',
      'multipart/form-data',
      '*/*',
      json,
    ],
    ...[
      'application/x-protobuf; messageType=x',
      'application/x-protobuf,application/json',
      '',
      protobuf,
      '\u00ff',
    ],
  ] as unknown as readonly [string, ...string[]]);
  const elsewhere = random.oneOf<OtlpBody['signal']>(['traces', 'metrics', 'logs', signal]);
  return post(source, 'OTLP types', { signal: elsewhere, type, body: bytes });
};
