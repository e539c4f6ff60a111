import type { Ending } from '@faultline/conventions';
import { type Attempt, isDecided } from '../call/attempt.ts';
import { guard } from '../guard.ts';
import {
  type AnswerReader,
  answerInBody,
  answerInBytes,
  answerInText,
  createAnswerReader,
} from '../protocols/answer-reader.ts';
import type { Answer } from '../protocols/protocol.ts';
import { abandonIfLeftUnread, abandonWhenCollected } from './abandoned-bodies.ts';
import { type BodyWatcher, watchBody } from './body.ts';
import { isReaderReleased, transportOf } from './failure.ts';
import { readHead } from './response-head.ts';
import { createWatchedPrototypes, type Method, patch, patchGetter } from './watched-prototype.ts';

/** Watches a response in place until its body is over. The app gets this very object. */
export function watchResponse(response: Response, attempt: Attempt, signal: AbortSignal | undefined): void {
  const { status, headers, body } = response;
  // Headers are asked later, when nobody could say any more that this was no response.
  if (typeof headers?.get !== 'function') throw new TypeError('the response has no headers');
  attempt.headArrived(readHead({ status, headers }));
  watchBranch(response, body, new Branch(attempt, { status, headers }, signal, { open: 1 }));
  abandonIfLeftUnread(body ?? response, attempt);
}

/** Read once: each look at a response's own accessors costs as much as a small allocation. */
type Head = Pick<Response, 'status' | 'headers'>;

/** A response and its clones: the attempt is over when one is read to its end, or all are given up. */
interface Branches {
  open: number;
}

/** How long a stream has to be silent before it is asked whether it is over: to ask it with each chunk would cost more. */
const pauseMs = 1000;

/** One body on its way to the app. A class: object literals with closures of their own would cost as much as the call. */
class Branch implements BodyWatcher {
  readonly attempt: Attempt;
  readonly head: Head;
  /** Holds nothing of the branch: see `watchBranch`. */
  readonly reader: AnswerReader;
  /** While somebody else already tells what is read. */
  isHeld = false;
  isOver = false;
  /** Somebody reads the stream itself. */
  isTaken = false;
  readonly #signal: AbortSignal | undefined;
  readonly #branches: Branches;
  #pause: NodeJS.Timeout | undefined;
  /** Bytes came since the last look. */
  #hasMoved = false;

  constructor(attempt: Attempt, head: Head, signal: AbortSignal | undefined, branches: Branches) {
    this.attempt = attempt;
    this.head = head;
    this.reader = createAnswerReader(attempt.target.protocol, head.status, head.headers);
    this.#signal = signal;
    this.#branches = branches;
  }

  isPaused(): boolean {
    return this.isHeld || this.isOver;
  }

  taken(body: object): void {
    this.isTaken = true;
    this.attempt.readingStarted();
    abandonWhenCollected(body, this.attempt);
  }

  chunk(value: unknown): void {
    if (this.isOver) return;
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    if (!(bytes instanceof Uint8Array)) return;
    this.attempt.bytesArrived(bytes.length);
    this.attempt.capture?.chunk(bytes);
    if (this.reader.chunk(bytes)) this.attempt.firstContentArrived();
    this.#hasMoved = true;
    this.#pause ??= setTimeout(() => guard(() => this.#paused()), pauseMs).unref();
  }

  /** Many apps stop reading at the terminal event, and never see the end of the body. */
  #paused(): void {
    this.#pause = undefined;
    if (!this.#hasMoved) {
      this.left();
      return;
    }
    this.#hasMoved = false;
    this.#pause = setTimeout(() => guard(() => this.#paused()), pauseMs).unref();
  }

  left(): void {
    if (this.isOver || !this.reader.holdsEnd()) return;
    const answer = this.reader.finish();
    if (!isDecided(answer)) return;
    this.#over();
    this.attempt.wasOver(answer);
  }

  ended(): void {
    this.left();
    if (!this.isOver) this.close('complete', this.reader.finish());
  }

  failed(error: unknown): void {
    if (isReaderReleased(error)) return;
    // A gateway may keep the connection open after the terminal event, until the app gives up.
    this.left();
    if (this.isOver) return;
    this.close(transportOf(error, this.#signal), this.reader.finish());
  }

  cancelled(): void {
    this.left();
    if (this.isOver) return;
    const answer = this.reader.finish();
    this.close(isDecided(answer) ? 'complete' : 'aborted', answer);
  }

  readFailed(error: unknown): void {
    // `json()` throws a SyntaxError when all of the body arrived and is no JSON.
    if (error instanceof SyntaxError) this.close('complete', { protocol: 'malformed' });
    else this.close(transportOf(error, this.#signal), undefined);
  }

  close(transport: Ending['transport'], answer: Answer | undefined): void {
    if (this.isOver) return;
    this.#over();
    if (transport === 'aborted' && this.#branches.open > 0) return;
    this.attempt.end(transport, answer);
  }

  #over(): void {
    this.isOver = true;
    clearTimeout(this.#pause);
    this.reader.release();
    this.#branches.open -= 1;
  }

  /** For a copy of the response. */
  fork(copy: Response): void {
    this.#branches.open += 1;
    watchBranch(copy, copy.body, new Branch(this.attempt, this.head, this.#signal, this.#branches));
  }
}

function watchBranch(response: Response, body: Response['body'], branch: Branch): void {
  const { attempt, head, reader } = branch;
  // Not the branch: it holds the app's signal, and through that the response may hold on to itself.
  attempt.reader = reader;
  giveMethods(response, branch);
  if (!body) branch.close('complete', answerInText(attempt.target.protocol, head.status, ''));
  else watchOwnBody(response, branch);
}

/** An imitation of a response may hold its body as a plain property; whoever reads any other passes by its accessor. */
function watchOwnBody(response: object, branch: Branch): void {
  if (!Object.hasOwn(response, 'body')) return;
  const { body } = response as Response;
  if (body) watchBody(body, branch);
}

type ReadAnswer = (attempt: Attempt, status: number, value: unknown) => Answer | undefined;

/** How to find the answer in what each method gives the app. `json` is parsed once, by the platform. */
const readMethods: readonly (readonly [string, ReadAnswer])[] = [
  ['json', (attempt, status, value) => answerInBody(attempt.target.protocol, status, value)],
  ['text', (attempt, status, value) => answerInText(attempt.target.protocol, status, String(value))],
  [
    'arrayBuffer',
    (attempt, status, value) =>
      answerInBytes(attempt.target.protocol, status, new Uint8Array(value as ArrayBuffer)),
  ],
  ['bytes', (attempt, status, value) => answerInBytes(attempt.target.protocol, status, value as Uint8Array)],
];

/** What they give is not worth reading once more: their stream is watched instead. */
const streamMethods = ['blob', 'formData'] as const;

const giveMethods = createWatchedPrototypes<Branch>(
  [...readMethods.map(([name]) => name), ...streamMethods, 'clone'],
  (target, branchOf) => {
    patchGetter(target, 'body', (body, response) => {
      const branch = branchOf(response);
      if (branch && !branch.isOver && typeof body === 'object' && body !== null) watchBody(body, branch);
    });
    for (const [name, readAnswer] of readMethods) {
      patch(target, name, (original) => observedRead(original, readAnswer, branchOf));
    }
    for (const name of streamMethods) patch(target, name, observedStreamRead);
    patch(target, 'clone', (original) => observedClone(original, branchOf));
  },
);

function observedRead(
  original: Method,
  readAnswer: ReadAnswer,
  branchOf: (response: object) => Branch | undefined,
): Method {
  return function (...parameters) {
    const branch = branchOf(this);
    // Of a stream that somebody reads, the platform refuses to read the rest.
    if (!branch || branch.isOver || branch.isTaken || branch.isHeld)
      return Reflect.apply(original, this, parameters);
    const { status, headers } = branch.head;
    branch.isHeld = true;
    branch.attempt.readingStarted();
    const result = Reflect.apply(original, this, parameters) as Promise<unknown>;
    return result.then(
      (value) => {
        guard(() => {
          branch.attempt.bytesArrived(lengthIn(headers));
          branch.attempt.capture?.value(value);
          branch.close('complete', readAnswer(branch.attempt, status, value));
        });
        return value;
      },
      (error) => {
        guard(() => branch.readFailed(error));
        throw error;
      },
    );
  };
}

function observedStreamRead(original: Method): Method {
  return function (...parameters) {
    // Its getter has the stream watched; the platform takes it past the getter.
    guard(() => (this as Response).body);
    return Reflect.apply(original, this, parameters);
  };
}

/** The platform read the body itself; a length is known where the vendor sent one, of what was on the wire. */
function lengthIn(headers: Headers): number {
  const length = Number(headers.get('content-length') ?? 0) || 0;
  return length > 0 && !headers.get('content-encoding') ? length : 0;
}

/** A clone tees the body inside the platform: from then on there are two new bodies to watch. */
function observedClone(original: Method, branchOf: (response: object) => Branch | undefined): Method {
  return function (...parameters) {
    const branch = branchOf(this);
    if (!branch || branch.isOver) return Reflect.apply(original, this, parameters);
    branch.isHeld = true;
    try {
      const copy = Reflect.apply(original, this, parameters) as Response;
      guard(() => branch.fork(copy));
      return copy;
    } finally {
      branch.isHeld = false;
      guard(() => watchOwnBody(this, branch));
    }
  };
}
