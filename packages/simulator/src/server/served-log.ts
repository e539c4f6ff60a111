import type { Fault } from '../fault.ts';

/** One HTTP request as the vendor saw it. Times are epoch milliseconds, null for what did not happen (yet). */
export interface ServedRequest {
  readonly provider: string;
  /** Wire protocol, such as `openai.chat`; empty for a request that fits none. */
  readonly protocol: string;
  readonly model: string;
  readonly streaming: boolean;
  readonly region: string;
  readonly credential: string;
  /** 0 for the first request of this provider and model. */
  readonly index: number;
  /** Scenario time of arrival; null before the scenario was started. */
  readonly scenarioMs: number | null;
  /** Null for a good answer. */
  readonly fault: Fault | null;
  /** Null when no response head was sent. */
  readonly status: number | null;
  /** The SDK's own retry counter (`x-stainless-retry-count`); null when it sends none. */
  readonly resend: number | null;
  readonly startMs: number;
  readonly headersMs: number | null;
  readonly firstContentMs: number | null;
  readonly endMs: number | null;
  /** Content chunks of a stream that were written. */
  readonly chunks: number;
  /** The client hung up before the answer was complete. */
  readonly clientLeft: boolean;
}

export type ServedEntry = { -readonly [Key in keyof ServedRequest]: ServedRequest[Key] };

/** Enough for a demo's whole run at its rates; older entries are dropped and counted. */
const entriesMax = 20_000;

export interface ServedLog {
  add(entry: ServedEntry): void;
  /** Oldest first, in order of arrival; requests in flight included. */
  list(): readonly ServedRequest[];
  /** How many are no longer listed. */
  dropped(): number;
}

export function createServedLog(): ServedLog {
  let entries: ServedEntry[] = [];
  let dropped = 0;
  return {
    add(entry) {
      entries.push(entry);
      // In halves, so that a long run does not shift the array on every request.
      if (entries.length <= entriesMax * 2) return;
      dropped += entriesMax;
      entries = entries.slice(entriesMax);
    },
    list: () => entries.map((entry) => ({ ...entry })),
    dropped: () => dropped,
  };
}
