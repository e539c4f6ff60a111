import type { Histogram } from '../../model/histogram.ts';
import { dayMs, hourMs, minuteMs, secondsMs } from '../grid.ts';
import type { TimeRange } from '../store.ts';

// Pieces of statements that read a rollup named `r`. Only numbers, names of our own and what is `quoted` get into them.

/** The rollup of attempts with cells of this width. */
export const attemptTables: Readonly<Record<number, string>> = {
  [secondsMs]: 'attempts_2s',
  [minuteMs]: 'attempts_1m',
  [hourMs]: 'attempts_1h',
};

export const list = (outcomes: readonly string[]): string =>
  outcomes.map((outcome) => `'${outcome}'`).join(', ');

/** A text of others, whatever is in it. */
export const quoted = (text: string): string => `unhex('${Buffer.from(text).toString('hex')}')`;

const seconds = (ms: number): number => Math.floor(ms / 1000);

/** A moment as the columns of rows have it; and one that comes as a parameter. */
export const moment = (ms: number): string =>
  `fromUnixTimestamp64Milli(${Math.max(0, Math.floor(ms))}, 'UTC')`;
export const momentOf = (parameter: string): string =>
  `fromUnixTimestamp64Milli({${parameter}:Int64}, 'UTC')`;

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

/** A histogram as a query answers it. */
export function bucketsOf(histogram: Readonly<Record<string, number>>): Histogram {
  return new Map(Object.entries(histogram).map(([edge, count]) => [Number(edge), count]));
}
