import type { FeedbackVerdict } from '@faultline/conventions';

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
  readonly verdict: FeedbackVerdict;
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

/** Incident → the one it was merged into, of several merges by the newest. */
export function mergeTargets(merges: readonly Merge[]): ReadonlyMap<string, string> {
  return new Map(merges.map(({ incidentId, into }) => [incidentId, into]));
}

/** An incident, what it was merged into, what that was, and so on. Ends where two collectors made a circle of it. */
export function mergeChain(targets: ReadonlyMap<string, string>, id: string): readonly string[] {
  const chain = [id];
  for (let next = targets.get(id); next !== undefined && !chain.includes(next); next = targets.get(next))
    chain.push(next);
  return chain;
}

/** All that are one with an incident, itself included, in the order of their ids. */
export function mergedWith(targets: ReadonlyMap<string, string>, id: string): readonly string[] {
  const rootOf = (each: string): string | undefined => mergeChain(targets, each).at(-1);
  const root = rootOf(id);
  const all = new Set([id, ...targets.keys(), ...targets.values()]);
  return [...all].filter((each) => each === id || rootOf(each) === root).sort();
}
