import type { Spool } from '../spool.ts';
import type { SpoolRow } from '../spool-line.ts';
import { StoreUnavailableError } from '../store.ts';
import type { Query } from './connection/link.ts';
import type { NewestVersions } from './newest-versions.ts';

/** What people, vendors and the evaluation write down: a few rows, through the spool, and read from here at once. */
export interface KeptOptions<Item> {
  readonly query: Query;
  readonly database: string;
  readonly spool: Pick<Spool, 'append'>;
  /** What the database does not show yet. */
  readonly unsaved: NewestVersions<Item>;
}

/** Resolves once the rows survive a crash; rejects when nothing was kept. `what` is the subject of a sentence. */
export async function keep(
  spool: Pick<Spool, 'append'>,
  rows: readonly SpoolRow[],
  what: string,
): Promise<void> {
  const result = await spool.append(rows);
  if (result.kind === 'retry') throw new StoreUnavailableError(`${what} cannot be saved: ${result.reason}`);
}
