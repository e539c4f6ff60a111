import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Attempt } from '../call/attempt.ts';
import { isDecided } from '../call/attempt.ts';
import { guard } from '../guard.ts';
import { type AnswerReader, createAnswerReader } from '../protocols/answer-reader.ts';
import { transportOf } from './failure.ts';
import { patch } from './watched-prototype.ts';

/** What the head says about the body that follows. */
export interface NodeBodyHead {
  readonly status: number;
  readonly contentType: string;
  readonly contentEncoding: string;
}

/** How the app itself brought the response to an end, if it did. */
export type AppEnding = () => 'aborted' | 'timed_out' | undefined;

/**
 * Watches a Node stream that a network layer fills: `push` sees each chunk as it arrives, whoever reads it and whenever.
 * No listener for data or errors is added, because that would set the stream flowing, or swallow what should be thrown.
 */
export function watchNodeBody(
  body: Readable,
  attempt: Attempt,
  head: NodeBodyHead,
  appEnding: AppEnding,
): void {
  const reader = createAnswerReader(attempt.request.protocol, head.status, head.contentType);
  const intake = decoded(intakeOf(attempt, reader), head.contentEncoding);
  attempt.readSoFar = reader.finish;
  patch(
    body,
    'push',
    (original) =>
      function (...parameters) {
        guard(() => takePushed(parameters[0], attempt, intake));
        return Reflect.apply(original, this, parameters);
      },
  );
  body.once('close', () =>
    guard(() => {
      // After a clean end this comes second, and is ignored.
      const answer = reader.finish();
      const ending = appEnding() ?? (body.errored ? transportOf(body.errored, undefined) : 'aborted');
      attempt.end(isDecided(answer) ? 'complete' : ending, answer);
      reader.release();
    }),
  );
}

interface Intake {
  chunk(bytes: Uint8Array): void;
  ended(): void;
}

function takePushed(pushed: unknown, attempt: Attempt, intake: Intake): void {
  if (pushed === null) {
    intake.ended();
    return;
  }
  const bytes = typeof pushed === 'string' ? Buffer.from(pushed) : pushed;
  if (!(bytes instanceof Uint8Array)) return;
  attempt.bytesArrived(bytes.length);
  intake.chunk(bytes);
}

function intakeOf(attempt: Attempt, reader: AnswerReader): Intake {
  return {
    chunk(bytes) {
      if (reader.chunk(bytes)) attempt.firstContentArrived();
      if (!reader.mayBeOver()) return;
      const answer = reader.finish();
      if (isDecided(answer)) attempt.end('complete', answer);
    },
    ended: () => attempt.end('complete', reader.finish()),
  };
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
