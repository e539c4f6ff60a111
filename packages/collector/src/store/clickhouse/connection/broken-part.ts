import { type ClickHouseClient, ClickHouseError } from '@clickhouse/client';
import type { Logger } from '../../logger.ts';

/**
 * CANNOT_READ_ALL_DATA, ATTEMPT_TO_READ_AFTER_EOF, CHECKSUM_DOESNT_MATCH, CORRUPTED_DATA, CANNOT_DECOMPRESS: what a file says
 * that a full disk or a broken one has left empty or cut.
 */
const unreadable: ReadonlySet<string> = new Set(['33', '32', '40', '246', '271']);

/** Whether ClickHouse has failed to read what it keeps. */
export function isBrokenPart(error: unknown): error is ClickHouseError {
  return (
    error instanceof ClickHouseError &&
    unreadable.has(error.code) &&
    error.message.includes('while reading from part')
  );
}

/** Starting again helps at most once: what is set aside then is not read any more. */
const mendEveryMs = 60_000;

export interface MenderOptions {
  /** Starts the engine again. */
  readonly restart: () => void;
  readonly now: () => number;
  readonly logger: Logger;
}

/**
 * Every read of a table fails for as long as one of its parts cannot be read: a merge that met a full disk can leave one
 * behind. An engine that starts sets it aside and takes what it was merged from, as long as that is there
 * ({@link oldPartsSeconds}).
 */
export function createMender({ restart, now, logger }: MenderOptions): (error: unknown) => void {
  let mendedMs = Number.NEGATIVE_INFINITY;
  return (error) => {
    if (!isBrokenPart(error) || Math.abs(now() - mendedMs) < mendEveryMs) return;
    mendedMs = now();
    const reason = error.message.slice(0, 500);
    logger.error(
      { reason },
      'a part of the database cannot be read; the engine is started again to do without it',
    );
    restart();
  };
}

/**
 * How long the engine keeps what it has merged. By default it drops it at once; every read of the detector's counts is
 * within seconds, so that an unreadable merge is found while its sources are there.
 */
export const oldPartsSeconds: number = 120;

/** Says at each start what an engine has set aside: somebody may want to know what is missing, and have the room back. */
export async function tellWhatIsSetAside(
  client: ClickHouseClient,
  { database, logger }: { readonly database: string; readonly logger: Logger },
): Promise<void> {
  const asked = await client.query({
    query: `SELECT concat(table, '/', name) AS part FROM system.detached_parts
      WHERE database = {database:String} AND startsWith(reason, 'broken')`,
    query_params: { database },
    format: 'JSONEachRow',
  });
  const parts = (await asked.json<{ readonly part: string }>()).map(({ part }) => part);
  if (parts.length === 0) return;
  const subject =
    parts.length === 1
      ? '1 part of the database could not be read and is'
      : `${parts.length} parts of the database could not be read and are`;
  const todo = 'nothing; to have the room back, delete them: ALTER TABLE … DROP DETACHED PART';
  logger.warn(
    { parts: parts.slice(0, 20), todo },
    `${subject} set aside, with what they were merged from in place where that was there`,
  );
}
