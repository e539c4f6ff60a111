import { promisify } from 'node:util';
import { gunzip, inflate as inflateZlib } from 'node:zlib';
import type { Encoding } from '../decode/decode-traces.ts';
import type { Pass } from './gate.ts';
import type { ReceiveLimits } from './limits.ts';
import { badData, comeAgain, type Refusal, rpcCode, tooLarge, unsupported } from './refusal.ts';

export interface Body {
  readonly kind: 'body';
  readonly bytes: Uint8Array;
  /** Length as sent. */
  readonly wireBytes: number;
}

/** The whole body, inflated, within all limits. */
export async function readBody(
  request: Request,
  encoding: Encoding,
  limits: ReceiveLimits,
  pass: Pass,
): Promise<Body | Refusal> {
  const compression = compressionOf(request.headers.get('Content-Encoding'));
  if (compression === undefined) {
    return unsupported('the content encoding is not gzip, deflate or identity', acceptedEncodings);
  }
  const wire = await readWire(request, limits, pass);
  if (wire.kind === 'refused') return wire;
  const bytesMax = encoding === 'json' ? limits.jsonBytesMax : limits.protobufBytesMax;
  if (compression !== 'identity') {
    return pass.turn(() => inflate(wire, compression, bytesMax, pass));
  }
  return wire.bytes.length > bytesMax ? tooLarge(bytesMax) : wire;
}

async function inflate(
  wire: Body,
  compression: 'gzip' | 'deflate',
  bytesMax: number,
  pass: Pass,
): Promise<Body | Refusal> {
  const inflated = await expand(wire.bytes, compression, bytesMax);
  if (!(inflated instanceof Uint8Array)) return inflated;
  return pass.hold(inflated.length) ? { ...wire, bytes: inflated } : full;
}

type Compression = 'identity' | 'gzip' | 'deflate';

/** RFC 9110 15.5.16: a 415 for the content coding names the ones that would do. */
const acceptedEncodings = { 'Accept-Encoding': 'gzip, deflate' };

const full = comeAgain(1, 'too many bytes in flight');

function compressionOf(contentEncoding: string | null): Compression | undefined {
  const name = (contentEncoding ?? '').trim().toLowerCase();
  if (name === '' || name === 'identity') return 'identity';
  // RFC 9110 8.4.1.3: a recipient should take `x-gzip` for `gzip`.
  if (name === 'x-gzip') return 'gzip';
  return name === 'gzip' || name === 'deflate' ? name : undefined;
}

const inflaters = { gzip: promisify(gunzip), deflate: promisify(inflateZlib) };

/** Stops at the limit, so a small body that inflates without end costs no more than an honest one. */
async function expand(
  bytes: Uint8Array,
  compression: 'gzip' | 'deflate',
  bytesMax: number,
): Promise<Uint8Array | Refusal> {
  try {
    return await inflaters[compression](bytes, { maxOutputLength: bytesMax });
  } catch (error) {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return isTooLarge ? tooLarge(bytesMax) : badData(`the body is not valid ${compression}`);
  }
}

async function readWire(request: Request, limits: ReceiveLimits, pass: Pass): Promise<Body | Refusal> {
  const { wireBytesMax } = limits;
  if (Number(request.headers.get('Content-Length')) > wireBytesMax) return tooLarge(wireBytesMax);
  const reader = request.body?.getReader();
  if (reader === undefined) return { kind: 'body', bytes: new Uint8Array(), wireBytes: 0 };

  const chunks: Uint8Array[] = [];
  let wireBytes = 0;
  const deadline = startDeadline(limits.bodyReadMsMax);
  try {
    for (;;) {
      const read = await Promise.race([reader.read(), deadline.passed]);
      if (read === 'late') return tooSlow;
      if (read.done) break;
      wireBytes += read.value.length;
      if (wireBytes > wireBytesMax) return tooLarge(wireBytesMax);
      if (!pass.hold(read.value.length)) return full;
      chunks.push(read.value);
    }
  } catch {
    return badData('the body broke off');
  } finally {
    deadline.stop();
  }
  return {
    kind: 'body',
    bytes: chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks),
    wireBytes,
  };
}

const tooSlow: Refusal = {
  kind: 'refused',
  httpStatus: 408,
  rpcCode: rpcCode.deadlineExceeded,
  message: 'the body did not arrive in time',
  headers: { Connection: 'close' },
};

function startDeadline(afterMs: number): { readonly passed: Promise<'late'>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, afterMs, 'late');
  });
  return { passed, stop: () => clearTimeout(timer) };
}
