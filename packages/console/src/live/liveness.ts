import { formatAge } from '../format.ts';

/** `none` is a page without its script: what it shows is as old as the page. */
export type Connection = 'none' | 'open' | 'lost';

export interface Liveness {
  readonly kind: 'still' | 'live' | 'reconnecting' | 'stale';
  readonly word: string;
  readonly detail: string;
}

/** Fifteen frames: with an open connection this cannot be a late network packet, the collector itself stands still. */
export const staleAfterMs = 30_000;
/** A reconnect takes seconds. After two minutes nobody should act on what the wall says. */
export const lostAfterMs = 120_000;

/** The collector has not evaluated anything yet: there is no data whose age could be told. */
export const startingLiveness: Liveness = { kind: 'still', word: 'starting', detail: '' };

/** How far to trust the wall at `nowMs`, in the words of the header. Never "live" without an open connection. */
export function liveness(connection: Connection, dataAtMs: number, nowMs: number): Liveness {
  const ageMs = nowMs - dataAtMs;
  const age = formatAge(ageMs);
  if (ageMs > (connection === 'lost' ? lostAfterMs : staleAfterMs)) {
    const detail = connection === 'lost' ? `reconnecting, last data ${age} ago` : `last data ${age} ago`;
    return { kind: 'stale', word: 'data is stale', detail };
  }
  if (connection === 'lost')
    return { kind: 'reconnecting', word: 'reconnecting', detail: `last data ${age} ago` };
  if (connection === 'open') return { kind: 'live', word: 'live', detail: `data ${age} old` };
  return { kind: 'still', word: 'snapshot', detail: `data ${age} old` };
}
