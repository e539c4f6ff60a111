interface Said {
  readonly id: string;
  readonly incidentId: string;
  readonly atMs: number;
  /** As they call themselves. */
  readonly author: string;
}

export interface Note extends Said {
  readonly kind: 'note';
  readonly text: string;
}

/** Whether the detector was right to blame the vendor. Of several the newest counts. */
export interface Feedback extends Said {
  readonly kind: 'feedback';
  readonly verdict: 'not_the_vendor' | 'right';
  readonly text: string;
}

/** Two incidents are one: this one points to the other. Of several the newest counts. */
export interface Merge extends Said {
  readonly kind: 'merge';
  readonly into: string;
}

/** What a person says about an incident. It changes nothing that the detector found, and is never taken away. */
export type Remark = Note | Feedback | Merge;

/** In the order in which they were made. */
export function byTime(a: Remark, b: Remark): number {
  return a.atMs - b.atMs || (a.id < b.id ? -1 : 1);
}

/** What people say now: the newest of an incident's feedback. `remarks` in the order in which they were made. */
export function newestFeedback(remarks: readonly Remark[], incidentId: string): Feedback | null {
  const own = remarks.filter(
    (remark): remark is Feedback => remark.kind === 'feedback' && remark.incidentId === incidentId,
  );
  return own.at(-1) ?? null;
}
