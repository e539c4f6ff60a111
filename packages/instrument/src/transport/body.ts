import { countInternalError, guard } from '../guard.ts';
import { createWatchedPrototypes, type Method, patch } from './watched-prototype.ts';

/** What happens to one body, told in passing. */
export interface BodyWatcher {
  /** True while somebody else already tells what is read, so that nothing is told twice. */
  isPaused(): boolean;
  /** Somebody is going to read this stream. */
  taken(body: object): void;
  chunk(value: unknown): void;
  ended(): void;
  failed(error: unknown): void;
  /** The reader lost interest: `break`, `cancel()`. */
  cancelled(): void;
  /** The reader let go of the stream. Somebody else may read on, but hardly ever does. */
  left(): void;
}

type Patchable = Record<PropertyKey, unknown>;

/**
 * Watches a stream in place: only this instance is concerned, the app reads the very stream it would have read. A
 * second stream is put in between in one case, `pipeThrough`, `pipeTo` and `tee`, because there the platform takes its
 * own reader, out of our sight.
 */
export const watchBody: (body: object, watcher: BodyWatcher) => void = createWatchedPrototypes(
  ['getReader', 'values', Symbol.asyncIterator, 'cancel'],
  addBodyMethods,
);

function addBodyMethods(target: object, watcherOf: (body: object) => BodyWatcher | undefined): void {
  const activeWatcherOf = (body: object): BodyWatcher | undefined => {
    const watcher = watcherOf(body);
    return watcher?.isPaused() ? undefined : watcher;
  };
  patch(
    target,
    'getReader',
    (original) =>
      function (...parameters) {
        const reader = Reflect.apply(original, this, parameters) as object;
        const watcher = activeWatcherOf(this);
        if (watcher)
          guard(() => {
            watcher.taken(this);
            watchReader(reader, parameters[0], watcher);
          });
        return reader;
      },
  );
  for (const name of ['values', Symbol.asyncIterator]) {
    patch(
      target,
      name,
      (original) =>
        function (...parameters) {
          const iterator = Reflect.apply(original, this, parameters) as object;
          const watcher = activeWatcherOf(this);
          if (watcher)
            guard(() => {
              watcher.taken(this);
              watchIterator(iterator, watcher);
            });
          return iterator;
        },
    );
  }
  patch(
    target,
    'cancel',
    (original) =>
      function (...parameters) {
        // The platform refuses to cancel a stream that has a reader, and the reader reads on.
        if (!(this as ReadableStream).locked) guard(() => activeWatcherOf(this)?.cancelled());
        return Reflect.apply(original, this, parameters);
      },
  );
  for (const name of ['pipeThrough', 'pipeTo', 'tee'] as const) {
    patch(
      target,
      name,
      (original) =>
        function (...parameters) {
          const relay = activeWatcherOf(this) && guard(() => relayOf(this, name, parameters));
          if (!relay) return Reflect.apply(original, this, parameters);
          return Reflect.apply(relay[name] as Method, relay, parameters);
        },
    );
  }
}

function watchReader(reader: object, options: unknown, watcher: BodyWatcher): void {
  // A BYOB reader fills the app's own buffer again and again, so what we keep has to be a copy.
  const isByob = (options as { mode?: unknown } | undefined)?.mode === 'byob';
  watchPulls(reader, { pull: 'read', leave: 'cancel' }, watcher, isByob);
  patch(
    reader,
    'releaseLock',
    (original) =>
      function (...parameters) {
        guard(() => watcher.left());
        return Reflect.apply(original, this, parameters);
      },
  );
}

function watchIterator(iterator: object, watcher: BodyWatcher): void {
  watchPulls(iterator, { pull: 'next', leave: 'return' }, watcher, false);
}

function watchPulls(
  target: object,
  names: { readonly pull: string; readonly leave: string },
  watcher: BodyWatcher,
  copy: boolean,
): void {
  // Once for each reader, not for each chunk.
  const onRead = (read: IteratorResult<unknown>): IteratorResult<unknown> => tell(read, watcher, copy);
  const onError = (error: unknown): never => rethrow(error, watcher);
  patch(
    target,
    names.pull,
    (original) =>
      function () {
        // biome-ignore lint/complexity/noArguments: an array of its own for each chunk costs as much as telling of it.
        const result = Reflect.apply(original, this, arguments) as Promise<IteratorResult<unknown>>;
        return result.then(onRead, onError);
      },
  );
  patch(
    target,
    names.leave,
    (original) =>
      function (...parameters) {
        guard(() => watcher.cancelled());
        return Reflect.apply(original, this, parameters);
      },
  );
}

/** As `guard` does it, without a function for each chunk. */
function tell(read: IteratorResult<unknown>, watcher: BodyWatcher, copy: boolean): IteratorResult<unknown> {
  try {
    if (read.done) watcher.ended();
    else watcher.chunk(copy && read.value instanceof Uint8Array ? read.value.slice() : read.value);
  } catch (error) {
    countInternalError(error);
  }
  return read;
}

function rethrow(error: unknown, watcher: BodyWatcher): never {
  guard(() => watcher.failed(error));
  throw error;
}

/** Reads the watched stream on demand. Undefined where the platform's own method has to answer (and refuse). */
function relayOf(
  body: unknown,
  name: 'pipeThrough' | 'pipeTo' | 'tee',
  [target, options]: readonly unknown[],
): Patchable | undefined {
  if (!(body instanceof ReadableStream) || body.locked) return undefined;
  if (
    name !== 'tee' &&
    !canWriteTo(name === 'pipeTo' ? target : (target as { writable?: unknown } | null)?.writable)
  ) {
    return undefined;
  }
  // The app means to go on reading the source after the pipe has failed.
  if ((options as { preventCancel?: unknown } | undefined)?.preventCancel) return undefined;
  return relayLike(body) as unknown as Patchable;
}

function canWriteTo(target: unknown): boolean {
  return target instanceof WritableStream && !target.locked;
}

/**
 * A stream of the same kind as the body. A byte stream hands the memory of a chunk on, so only one that came from a byte
 * stream may go into one: an imitation of a response may give pieces of a buffer that others use, or no bytes at all.
 */
function relayLike(body: ReadableStream): ReadableStream {
  const isByteStream = canBeReadIntoBuffers(body);
  const reader: ReadableStreamDefaultReader = body.getReader();
  return isByteStream ? relayBytes(reader) : relayChunks(reader);
}

function canBeReadIntoBuffers(body: ReadableStream): boolean {
  try {
    // The platform's own method: with ours this would count as reading.
    const reader = ReadableStream.prototype.getReader.call(body, { mode: 'byob' });
    reader.releaseLock();
    return true;
  } catch {
    return false;
  }
}

function relayChunks(reader: ReadableStreamDefaultReader): ReadableStream {
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await pulled(reader);
        if (!done) return controller.enqueue(value);
        reader.releaseLock();
        controller.close();
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read before the app asks for it.
    { highWaterMark: 0 },
  );
}

function relayBytes(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>): ReadableStream {
  return new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      const { done, value } = await pulled(reader);
      if (!done) return controller.enqueue(value);
      reader.releaseLock();
      controller.close();
      controller.byobRequest?.respond(0);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

async function pulled<Chunk>(
  reader: ReadableStreamDefaultReader<Chunk>,
): Promise<Awaited<ReturnType<ReadableStreamDefaultReader<Chunk>['read']>>> {
  try {
    return await reader.read();
  } catch (error) {
    reader.releaseLock();
    throw error;
  }
}
