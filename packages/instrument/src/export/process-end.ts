/** Longer than a healthy collector needs by far, shorter than any orchestrator waits before it kills. */
const flushMsMax = 2000;

export interface LastWords {
  /** Ends what can no longer come to an end by itself. */
  endOpenCalls(): void;
  hasWork(): boolean;
  flushWithin(timeoutMs: number): Promise<void>;
}

/** Flushes when the process is about to end, in the way the app would have ended without us. */
export function flushAtProcessEnd(words: LastWords): void {
  let gaveUp = false;
  process.on('beforeExit', () => {
    words.endOpenCalls();
    if (gaveUp || !words.hasWork()) return;
    // A flush keeps the loop alive, and Node asks again when it is empty: the second answer must not be the same.
    void words.flushWithin(flushMsMax).then(() => {
      gaveUp = words.hasWork();
    });
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) flushAtSignal(signal, words);
}

/**
 * A listener switches off the signal's default action, and others count listeners to find out whether they are alone
 * (signal-exit does). So ours runs first and takes itself away: the app's listeners see exactly what they would have
 * seen without us, and where there is none we flush and raise the signal again.
 */
function flushAtSignal(signal: 'SIGTERM' | 'SIGINT', words: LastWords): void {
  const onSignal = (_name: unknown, number?: number): void => {
    // Emitted by the app itself, which then decides what it means; the system always tells the number.
    if (number === undefined) return;
    process.removeListener(signal, onSignal);
    if (process.listenerCount(signal) > 0) {
      // The app decides how it ends; calls in flight may still come to their end.
      void words.flushWithin(flushMsMax);
      return;
    }
    words.endOpenCalls();
    const raise = (): void => {
      process.kill(process.pid, signal);
    };
    words.flushWithin(flushMsMax).then(raise, raise);
  };
  process.prependListener(signal, onSignal);
}
