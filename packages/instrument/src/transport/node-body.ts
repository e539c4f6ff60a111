import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Ending } from '@faultline/conventions';
import { type Attempt, isDecided } from '../call/attempt.ts';
import { guard } from '../guard.ts';
import { createAnswerReader } from '../protocols/answer-reader.ts';
import { transportOf } from './failure.ts';
import { readHead } from './response-head.ts';
import { patch } from './watched-prototype.ts';

/** A response of a client that is no `fetch`, as far as it has arrived. */
export interface NodeResponse {
  readonly status: number;
  /** Of a lower-case name; empty without one. */
  header(name: string): string;
  readonly body: Readable;
}

/** Tells the attempt of the head that has arrived, and watches the body that will. */
export function watchNodeResponse(
  { status, header, body }: NodeResponse,
  attempt: Attempt,
  appEnding: AppEnding,
): void {
  attempt.headArrived(readHead({ status, headers: { get: (name) => header(name) || null } }));
  watchNodeBody(body, attempt, nodeBodyHead(status, header), appEnding);
}

/** What the head says about the body that follows. */
interface NodeBodyHead {
  readonly status: number;
  readonly contentType: string;
  readonly contentEncoding: string;
  /** Undefined where the server did not say. */
  readonly contentLength: number | undefined;
}

function nodeBodyHead(status: number, header: (name: string) => string): NodeBodyHead {
  const length = header('content-length');
  return {
    status,
    contentType: header('content-type'),
    contentEncoding: header('content-encoding'),
    contentLength: /^\d+$/.test(length) ? Number(length) : undefined,
  };
}

/** How the app itself brought the response to an end, if it did. */
export type AppEnding = () => 'aborted' | 'timed_out' | undefined;

/**
 * Watches a Node stream that a network layer fills: `push` sees each chunk as it arrives, whoever reads it and whenever.
 * No listener for data or errors is added, because that would set the stream flowing, or swallow what should be thrown.
 */
function watchNodeBody(body: Readable, attempt: Attempt, head: NodeBodyHead, appEnding: AppEnding): void {
  const reader = createAnswerReader(attempt.target.protocol, head.status, { get: () => head.contentType });
  let arrivedBytes = 0;
  let hasEnded = false;
  const end = (reason: Ending['transport']): void => {
    const answer = reader.finish();
    attempt.end(isDecided(answer) ? 'complete' : reason, answer);
    reader.release();
  };
  const inner: Intake = {
    chunk(bytes) {
      attempt.capture?.chunk(bytes);
      if (reader.chunk(bytes)) attempt.firstContentArrived();
      if (!reader.mayBeOver()) return;
      const answer = reader.finish();
      if (isDecided(answer)) attempt.end('complete', answer);
    },
    ended: () => end(appEnding() ?? endOf(body, arrivedBytes, head)),
  };
  const intake = decoded(inner, head.contentEncoding);
  attempt.reader = reader;
  patch(
    body,
    'push',
    (original) =>
      function (...parameters) {
        guard(() => {
          hasEnded ||= parameters[0] === null;
          const bytes = takePushed(parameters[0], intake);
          if (bytes === 0) return;
          arrivedBytes += bytes;
          attempt.bytesArrived(bytes);
        });
        return Reflect.apply(original, this, parameters);
      },
  );
  body.once('close', () =>
    guard(() => {
      // After an end this comes second, and a packed body may not be unpacked yet.
      if (!hasEnded) end(appEnding() ?? (body.errored ? transportOf(body.errored, undefined) : 'aborted'));
    }),
  );
}

/**
 * Node throws the body of a response away that nobody listens for. And an HTTP/2 stream that was reset ends like any
 * other; only its code, or the promised length, tells (RFC 9113 8.1.1).
 */
function endOf(body: Readable, arrivedBytes: number, { contentLength }: NodeBodyHead): Ending['transport'] {
  const { rstCode = 0, _dumped: isDumped = false } = body as { rstCode?: number; _dumped?: boolean };
  if (isDumped) return 'aborted';
  const isShort = contentLength !== undefined && arrivedBytes < contentLength;
  return rstCode !== 0 || isShort ? 'cut' : 'complete';
}

interface Intake {
  chunk(bytes: Uint8Array): void;
  ended(): void;
}

/** How many bytes were pushed. */
function takePushed(pushed: unknown, intake: Intake): number {
  if (pushed === null) {
    intake.ended();
    return 0;
  }
  const bytes = typeof pushed === 'string' ? Buffer.from(pushed) : pushed;
  if (!(bytes instanceof Uint8Array)) return 0;
  intake.chunk(bytes);
  return bytes.length;
}

const decoders: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** A client on `node:http` unpacks the body itself, above us; so we unpack a copy. */
function decoded(inner: Intake, contentEncoding: string): Intake {
  const create = decoders[contentEncoding.trim().toLowerCase()];
  if (!create) return inner;
  const decoder = create();
  decoder.on('data', (bytes: Uint8Array) => guard(() => inner.chunk(bytes)));
  decoder.on('end', () => guard(inner.ended));
  decoder.on('error', () => guard(inner.ended));
  return {
    chunk: (bytes) => void decoder.write(bytes),
    ended: () => void decoder.end(),
  };
}
