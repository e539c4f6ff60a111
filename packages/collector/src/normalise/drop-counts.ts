/** Counts by reason; what never happened is not there. */
export class DropCounts<Reason extends string> {
  readonly counts: Partial<Record<Reason, number>>;

  constructor(before?: Readonly<Partial<Record<Reason, number>>>) {
    this.counts = { ...before };
  }

  add(reason: Reason, items = 1): void {
    if (items > 0) this.counts[reason] = (this.counts[reason] ?? 0) + items;
  }
}
