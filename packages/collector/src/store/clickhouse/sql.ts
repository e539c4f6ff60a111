import { dayMs } from '../grid.ts';
import type { TimeRange } from '../store.ts';

// Pieces of statements that read a rollup named `r`. Only numbers, names of our own and what is `quoted` get into them.

export const list = (outcomes: readonly string[]): string =>
  outcomes.map((outcome) => `'${outcome}'`).join(', ');

/** A text of others, whatever is in it. */
export const quoted = (text: string): string => `unhex('${Buffer.from(text).toString('hex')}')`;

const seconds = (ms: number): number => Math.floor(ms / 1000);

export const within = ({ sinceMs, untilMs }: TimeRange): string =>
  `r.time >= ${seconds(sinceMs)} AND r.time < ${seconds(untilMs)}`;

export const cell = (widthMs: number): string =>
  `intDiv(toUnixTimestamp(r.time), ${widthMs / 1000}) * ${widthMs}`;

/**
 * Counts of metrics stand only on days on which nobody tells the calls one by one. `GLOBAL`, because in a cluster both
 * sides of the question lie on all shards.
 */
export function stands(database: string, { sinceMs, untilMs }: TimeRange): string {
  const [first, last] = [sinceMs, untilMs].map((ms) => `toDate(${Math.floor(ms / dayMs)})`);
  const reported = `SELECT day, service, provider, model FROM ${database}.reported_targets
    WHERE day BETWEEN ${first} AND ${last}`;
  return `(r.basis = 'spans' OR (toDate(r.time), r.service, r.provider, r.model) GLOBAL NOT IN (${reported}))`;
}

/** So that spans are not looked up among the targets, which would make a long read twice as slow. */
export const lazily: string = "SETTINGS short_circuit_function_evaluation = 'force_enable'";
