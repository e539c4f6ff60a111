import type { Cleanup } from './cleanup.ts';
import { eventually } from './eventually.ts';
import { sendCalls } from './otlp-sender.ts';
import { createCall, type SyntheticCall } from './synthetic-calls.ts';

/** Several senders that never pause: whatever happens to the collector happens in the middle of something. */
export interface Ingest {
  /** Span ids that the collector has said to keep. */
  acknowledged(): readonly string[];
  /** Resolves when this many more calls are acknowledged and others are on their way. */
  more(calls: number): Promise<void>;
  /** Sends the newest acknowledged calls once more, as a sender does whose answer got lost. */
  repeatNewest(): Promise<void>;
  /** Sends nothing new, and whatever is not acknowledged until it is. */
  finish(): Promise<void>;
}

const senders = 4;
const callsPerBatch = 25;
const models = ['claude-opus-4-8', 'claude-sonnet-4-6', 'claude-haiku-4-5'];

export function startIngest(cleanup: Cleanup, url: string): Ingest {
  const acknowledged: string[] = [];
  let newest: readonly SyntheticCall[] = [];
  const abandoned = new AbortController();
  let isFinishing = false;
  let inFlight = 0;

  async function sendUntilFinished(): Promise<void> {
    while (!isFinishing) {
      const calls = Array.from({ length: callsPerBatch }, (_, index) => someCall(index));
      inFlight += 1;
      const isKept = await sendCalls(url, calls, abandoned.signal);
      inFlight -= 1;
      if (!isKept) return;
      newest = calls;
      for (const { spanId } of calls) acknowledged.push(spanId);
    }
  }
  const sending = Promise.all(Array.from({ length: senders }, sendUntilFinished));
  // A refusal fails the test where it waits; until then it is no unhandled rejection.
  let problem: unknown;
  sending.catch((error: unknown) => {
    problem = error;
  });
  cleanup.add(() => {
    isFinishing = true;
    abandoned.abort();
    return sending.catch(() => undefined);
  });

  return {
    acknowledged: () => acknowledged,
    more: async (calls) => {
      const goal = acknowledged.length + calls;
      await eventually(
        `${calls} more calls are acknowledged`,
        () => {
          if (problem) throw problem;
          return acknowledged.length >= goal && inFlight > 0;
        },
        { everyMs: 5 },
      );
    },
    repeatNewest: async () => {
      await sendCalls(url, newest, abandoned.signal);
    },
    finish: async () => {
      isFinishing = true;
      await sending;
    },
  };
}

function someCall(index: number): SyntheticCall {
  const model = models[index % models.length] ?? '';
  return createCall({ provider: 'anthropic', model, outcome: index % 5 === 0 ? 'overloaded' : 'ok' });
}
