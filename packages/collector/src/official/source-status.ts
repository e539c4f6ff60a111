import type { OfficialSource, OfficialSourceStatus, OfficialState } from '../model/official.ts';
import type { ReadFailure } from './fetch-document.ts';

/** What came of the last reading. */
export type Outcome =
  | { readonly kind: 'read' }
  | { readonly kind: 'moved'; readonly to: string }
  | { readonly kind: 'failed'; readonly reason: ReadFailure; readonly problem: string };

/** What is remembered of a source between readings. */
export interface SourceMemory {
  readonly readAtMs: number | null;
  readonly outcome: Outcome | null;
  /** Readings in a row that failed. */
  readonly misses: number;
  /** What was wrong when it was complained of: one trouble is one complaint, however its words change. */
  readonly complaint: string | null;
}

export const nothingRead: SourceMemory = { readAtMs: null, outcome: null, misses: 0, complaint: null };

/** Three readings: one that fails is an accident, and nobody may call something current that is older. */
const currentMs = 200_000;
/** Beyond this a page that was read once is no better than one that never was. */
const staleMsMax = 3600_000;
/** A page that cannot be read once or twice is not worth a word. */
const missesUntilComplaint = 3;

export function remember(memory: SourceMemory, outcome: Outcome, nowMs: number): SourceMemory {
  if (outcome.kind === 'read') return { readAtMs: nowMs, outcome, misses: 0, complaint: null };
  const misses = memory.misses + 1;
  const complaint = memory.complaint ?? (misses >= missesUntilComplaint ? problemOf(outcome) : null);
  return { readAtMs: memory.readAtMs, outcome, misses, complaint };
}

/**
 * What can be said now. Whatever answered with something that is no status page is `unreadable` at once: its last reading is
 * about a page that is gone. One that did not answer is believed until it is too old.
 */
export function statusOf(
  source: OfficialSource,
  memory: SourceMemory,
  stateAt: (nowMs: number) => OfficialState,
  nowMs: number,
): OfficialSourceStatus {
  const { id, provider, region, format, url } = source;
  const state = sourceState(memory, nowMs);
  const { outcome, readAtMs } = memory;
  const problem = outcome === null ? 'not read yet' : (problemOf(outcome) ?? 'not read for a while');
  return {
    source: { id, provider, region, format, url },
    state,
    problem: state === 'ok' ? null : problem,
    readAtMs,
    reading: state === 'ok' ? stateAt(nowMs) : 'unknown',
  };
}

function sourceState({ readAtMs, outcome }: SourceMemory, nowMs: number): OfficialSourceStatus['state'] {
  if (outcome?.kind === 'moved') return 'moved';
  if (readAtMs === null || (outcome?.kind === 'failed' && !isPassing(outcome.reason))) return 'unreadable';
  const ageMs = nowMs - readAtMs;
  if (ageMs <= currentMs) return 'ok';
  return ageMs <= staleMsMax ? 'stale' : 'unreadable';
}

/** Nothing came, or an error: it may be the page of before the next time. */
function isPassing(reason: ReadFailure): boolean {
  return reason === 'timeout' || reason === 'unreachable' || reason === 'status';
}

function problemOf(outcome: Outcome): string | null {
  if (outcome.kind === 'read') return null;
  return outcome.kind === 'moved' ? `it sends readers to ${new URL(outcome.to).host}` : outcome.problem;
}
