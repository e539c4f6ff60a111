import type { Attempt, Call, Rows } from '../model/call.ts';
import type { MeteredCalls } from '../model/metered-calls.ts';

/** What counters want to know of rows, which is much less than the rows are. */
export interface RowTally {
  readonly calls: readonly CallGroup[];
  readonly attempts: readonly AttemptGroup[];
  readonly metered: readonly MeteredCalls[];
}

/** Rows of one target that ended alike: a batch has hundreds of rows and few groups. */
interface Group<Row> {
  readonly first: Row;
  rows: number;
}

export interface CallGroup extends Group<Call> {
  readonly durationsMs: number[];
  readonly firstChunksMs: number[];
  lastEndMs: number;
}

export type AttemptGroup = Group<Attempt>;

export function tallyRows({ calls, attempts, metered = [] }: Rows): RowTally {
  const ofCalls = new Map<string, CallGroup>();
  // What a gateway or the vendor saw would count a call again.
  for (const call of calls) if (call.vantage === 'client') addCall(ofCalls, call);
  const ofAttempts = new Map<string, AttemptGroup>();
  for (const attempt of attempts) {
    const name = nameOf(attempt, '');
    const group = ofAttempts.get(name);
    if (group) group.rows += 1;
    else ofAttempts.set(name, { first: attempt, rows: 1 });
  }
  return { calls: [...ofCalls.values()], attempts: [...ofAttempts.values()], metered };
}

function addCall(groups: Map<string, CallGroup>, call: Call): void {
  const name = nameOf(call, call.responseModel);
  const group = groups.get(name) ?? {
    first: call,
    rows: 0,
    durationsMs: [],
    firstChunksMs: [],
    lastEndMs: 0,
  };
  if (group.rows === 0) groups.set(name, group);
  group.rows += 1;
  group.lastEndMs = Math.max(group.lastEndMs, call.endMs);
  if (call.durationMs !== null) group.durationsMs.push(call.durationMs);
  if (call.timeToFirstChunkMs !== null) group.firstChunksMs.push(call.timeToFirstChunkMs);
}

type Alike = Pick<Call, 'service' | 'provider' | 'model' | 'outcome'>;

function nameOf({ service, provider, model, outcome }: Alike, responseModel: string): string {
  return JSON.stringify([service, provider, model, responseModel, outcome]);
}
