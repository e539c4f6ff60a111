/** What was found out about one part of the surroundings. */
export interface Finding {
  readonly part: Part;
  readonly state: FindingState;
  readonly seen: string;
  /** What follows from it, and what to do next; null where all is well. */
  readonly means: string | null;
  readonly next: string | null;
}

export type FindingState = 'ok' | 'warning' | 'problem';

export type Part =
  | 'configuration'
  | 'platform'
  | 'limits'
  | 'clickhouse'
  | 'data directory'
  | 'disk'
  | 'port'
  | 'access'
  | 'clock'
  | 'alertmanager'
  | 'webhook'
  | 'status pages'
  | 'collector'
  | 'senders';

export function ok(part: Part, seen: string): Finding {
  return { part, state: 'ok', seen, means: null, next: null };
}

/** It works, and something about it may surprise. */
export function warning(part: Part, seen: string, means: string, next: string): Finding {
  return { part, state: 'warning', seen, means, next };
}

/** It does not work. */
export function problem(part: Part, seen: string, means: string, next: string): Finding {
  return { part, state: 'problem', seen, means, next };
}

/** What a person acts on: the worst of all. */
export function worstState(findings: readonly Finding[]): FindingState {
  const has = (state: FindingState): boolean => findings.some((finding) => finding.state === state);
  return has('problem') ? 'problem' : has('warning') ? 'warning' : 'ok';
}
