import { ClickHouseError } from '@clickhouse/client';
import type { InsertResult } from '../spool-drain.ts';
import type { InsertFailure } from '../store.ts';

type Refused = Exclude<InsertResult, { kind: 'inserted' }>;

/** Errors about the rows themselves (parse, convert, range): no later try can succeed. */
const rowErrors: ReadonlySet<string> = new Set([
  '6',
  '25',
  '26',
  '27',
  '33',
  '38',
  '41',
  '53',
  '69',
  '70',
  '72',
  '117',
  '130',
  '131',
  '349',
  '691',
]);

/** Troubles that pass, by error code. */
const failures: Readonly<Record<string, InsertFailure>> = {
  159: 'timeout', // TIMEOUT_EXCEEDED
  209: 'timeout', // SOCKET_TIMEOUT, between the nodes of a cluster
  210: 'unreachable', // NETWORK_ERROR, likewise
  241: 'memory', // MEMORY_LIMIT_EXCEEDED
  243: 'disk_full', // NOT_ENOUGH_SPACE
  252: 'too_many_parts', // TOO_MANY_PARTS
  279: 'unreachable', // ALL_CONNECTION_TRIES_FAILED
};

/** The system's word for a full disk, wherever ClickHouse meets it. */
const noSpaceLeft = 'No space left on device';

/** What an operator reads in front of ClickHouse's own words. */
const meaning: Readonly<Record<InsertFailure, string>> = {
  memory: 'ClickHouse is out of memory',
  disk_full: 'the disk of ClickHouse is full',
  too_many_parts: 'ClickHouse merges more slowly than rows come',
  timeout: 'ClickHouse is too slow',
  unreachable: 'ClickHouse cannot be reached',
  other: 'ClickHouse refuses an insert',
};

/** Whether a failed insert can succeed later, and what is in its way. */
export function judgeFailure(error: unknown): Refused {
  // Whatever the client throws without an answer of ClickHouse is about the way there.
  if (!(error instanceof ClickHouseError)) return refused('unreachable', String(error));
  const { code, type = '', message } = error;
  const text = `error ${code} ${type}: ${message.slice(0, 500)}`;
  if (rowErrors.has(code)) return { kind: 'rejected', reason: text };
  return refused(failures[code] ?? (message.includes(noSpaceLeft) ? 'disk_full' : 'other'), text);
}

export function timedOut(afterMs: number): Refused {
  return refused('timeout', `no answer to an insert within ${afterMs / 1000} s`);
}

function refused(failure: InsertFailure, text: string): Refused {
  return { kind: 'retry', failure, reason: `${meaning[failure]} (${text})` };
}
