import type { Ending } from '@faultline/conventions';
import { type Attempt, isDecided } from '../call/attempt.ts';
import { guard } from '../guard.ts';
import { oncePerProcess } from '../once-per-process.ts';
import {
  type AnswerReader,
  answerInBody,
  answerInText,
  createAnswerReader,
} from '../protocols/answer-reader.ts';
import type { Answer } from '../protocols/protocol.ts';
import { type BodyWatcher, watchBody } from './body.ts';
import { isReaderReleased, transportOf } from './failure.ts';
import { readHead } from './response-head.ts';
import { createWatchedPrototypes, type Method, patch } from './watched-prototype.ts';

/** Watches a response in place until its body is over. The app gets this very object. */
export function watchResponse(response: Response, attempt: Attempt, signal: AbortSignal | undefined): void {
  attempt.headArrived(readHead(response));
  watchBranch(response, attempt, signal, { open: 1 });
  // Registered on the body: an app may keep a reader on it and let go of the response.
  abandonedBodies().register(response.body ?? response, attempt);
}

function abandonedBodies(): FinalizationRegistry<Attempt> {
  return oncePerProcess(
    'abandoned-bodies',
    () => new FinalizationRegistry<Attempt>((attempt) => guard(() => attempt.abandon())),
  );
}

/** A response and its clones: the attempt is over when one is read to its end, or all are given up. */
interface Branches {
  open: number;
}

interface Branch {
  readonly attempt: Attempt;
  readonly signal: AbortSignal | undefined;
  readonly branches: Branches;
  readonly watcher: BodyWatcher;
  isOver: boolean;
  isPaused: boolean;
  close(transport: Ending['transport'], answer: Answer | undefined): void;
}

function watchBranch(
  response: Response,
  attempt: Attempt,
  signal: AbortSignal | undefined,
  branches: Branches,
): void {
  const reader = createAnswerReader(
    attempt.request.protocol,
    response.status,
    response.headers.get('content-type') ?? '',
  );
  const branch: Branch = {
    attempt,
    signal,
    branches,
    watcher: createWatcher(() => branch, reader),
    isOver: false,
    isPaused: false,
    close(transport, answer) {
      if (branch.isOver) return;
      branch.isOver = true;
      branches.open -= 1;
      if (transport === 'aborted' && branches.open > 0) return;
      attempt.end(transport, answer);
    },
  };
  // Not a closure: it would hold on to the response, and through the app's signal the response to us.
  attempt.readSoFar = reader.finish;
  giveMethods(response, branch);
  if (response.body) watchBody(response.body, branch.watcher);
  else branch.close('complete', answerInText(attempt.request.protocol, response.status, ''));
}

function createWatcher(branchOf: () => Branch, reader: AnswerReader): BodyWatcher {
  return {
    get isPaused() {
      const { isPaused, isOver } = branchOf();
      return isPaused || isOver;
    },
    chunk(value) {
      const branch = branchOf();
      if (branch.isOver) return;
      branch.attempt.readingStarted();
      const bytes = typeof value === 'string' ? Buffer.from(value) : value;
      if (!(bytes instanceof Uint8Array)) return;
      if (reader.chunk(bytes)) branch.attempt.firstContentArrived();
      if (!reader.mayBeOver) return;
      // Many apps stop reading here and never see the end of the body.
      const answer = reader.finish();
      if (isDecided(answer)) branch.close('complete', answer);
    },
    ended() {
      const branch = branchOf();
      if (!branch.isOver) branch.close('complete', reader.finish());
    },
    failed(error) {
      const branch = branchOf();
      if (branch.isOver || isReaderReleased(error)) return;
      branch.close(transportOf(error, branch.signal), reader.finish());
    },
    cancelled() {
      const branch = branchOf();
      if (branch.isOver) return;
      const answer = reader.finish();
      branch.close(isDecided(answer) ? 'complete' : 'aborted', answer);
    },
  };
}

type ReadAnswer = (attempt: Attempt, status: number, value: unknown) => Answer | undefined;

/** How to find the answer in what each method gives the app. `json` is parsed once, by the platform. */
const readMethods: readonly (readonly [string, ReadAnswer])[] = [
  ['json', (attempt, status, value) => answerInBody(attempt.request.protocol, status, value)],
  ['text', (attempt, status, value) => answerInText(attempt.request.protocol, status, String(value))],
  [
    'arrayBuffer',
    (attempt, status, value) => answerInBytes(attempt, status, new Uint8Array(value as ArrayBuffer)),
  ],
  ['bytes', (attempt, status, value) => answerInBytes(attempt, status, value as Uint8Array)],
];

const giveMethods = createWatchedPrototypes<Branch>(
  [...readMethods.map(([name]) => name), 'clone'],
  (target, branchOf) => {
    for (const [name, readAnswer] of readMethods) {
      patch(target, name, (original) => observedRead(original, readAnswer, branchOf));
    }
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
    const { status, bodyUsed, body } = this as Response;
    if (!branch || branch.isOver || bodyUsed || body?.locked)
      return Reflect.apply(original, this, parameters);
    branch.isPaused = true;
    branch.attempt.readingStarted();
    const result = Reflect.apply(original, this, parameters) as Promise<unknown>;
    return result.then(
      (value) => {
        guard(() => branch.close('complete', readAnswer(branch.attempt, status, value)));
        return value;
      },
      (error) => {
        guard(() => closeFailedRead(error, branch));
        throw error;
      },
    );
  };
}

/** `json()` throws a SyntaxError when all of the body arrived and is no JSON. */
function closeFailedRead(error: unknown, branch: Branch): void {
  if (error instanceof SyntaxError) branch.close('complete', { protocol: 'malformed' });
  else branch.close(transportOf(error, branch.signal), undefined);
}

function answerInBytes({ request }: Attempt, status: number, bytes: Uint8Array): Answer {
  return answerInText(request.protocol, status, Buffer.from(bytes).toString('utf8'));
}

/** A clone tees the body inside the platform: from then on there are two new bodies to watch. */
function observedClone(original: Method, branchOf: (response: object) => Branch | undefined): Method {
  return function (...parameters) {
    const branch = branchOf(this);
    if (!branch || branch.isOver) return Reflect.apply(original, this, parameters);
    branch.isPaused = true;
    try {
      const copy = Reflect.apply(original, this, parameters) as Response;
      guard(() => {
        branch.branches.open += 1;
        watchBranch(copy, branch.attempt, branch.signal, branch.branches);
      });
      return copy;
    } finally {
      branch.isPaused = false;
      guard(() => {
        const { body } = this as Response;
        if (body) watchBody(body, branch.watcher);
      });
    }
  };
}
