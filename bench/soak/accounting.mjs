/**
 * What became of every batch. A batch is five bytes of the ids of its spans: its exporter and its number.
 * @typedef {{ batch: string, state: 'acknowledged' | 'unanswered' | 'refused' | 'queue_full', calls: number, attempts: number }} Sent
 * @typedef {{ batch: string, rows: number, unique: number }} Stored
 */

/**
 * Compares what senders were told with what a table holds. Rows of a batch without an acknowledgement may be there (its answer
 * was lost) or not; what must never be is a row of no batch at all, or one there twice.
 * @param {readonly Sent[]} sent @param {readonly Stored[]} stored @param {'calls' | 'attempts'} table
 */
export function compare(sent, stored, table) {
  const rowsOf = new Map(stored.map((each) => [each.batch, each]));
  const account = {
    sent: 0,
    acknowledged: 0,
    stored: 0,
    missing: 0,
    doubled: 0,
    invented: 0,
    unacknowledgedKept: 0,
  };
  const known = new Set();
  for (const each of sent) {
    known.add(each.batch);
    const there = rowsOf.get(each.batch) ?? { rows: 0, unique: 0 };
    account.sent += each[table];
    if (each.state === 'acknowledged') {
      account.acknowledged += each[table];
      account.missing += Math.max(0, each[table] - there.unique);
    } else account.unacknowledgedKept += there.unique;
    account.invented += Math.max(0, there.unique - each[table]);
  }
  for (const { batch, rows, unique } of stored) {
    account.stored += rows;
    account.doubled += rows - unique;
    if (!known.has(batch)) account.invented += unique;
  }
  return account;
}

/** Spans by what became of them. @param {readonly Sent[]} sent */
export function fates(sent) {
  const totals = { acknowledged: 0, unanswered: 0, refused: 0, queue_full: 0 };
  for (const { state, calls } of sent) totals[state] += calls;
  return totals;
}
