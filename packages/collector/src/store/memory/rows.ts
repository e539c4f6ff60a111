import type { Attempt, Call, Supplement } from '../../model/call.ts';
import type { RowQuestion } from '../../model/row-question.ts';
import { targetOf } from '../../model/target.ts';
import { attemptView, callSummary, traceView } from '../call-view.ts';
import { byEnd } from '../order.ts';
import { pageOf } from '../page.ts';
import type { CallSource } from '../store.ts';

export interface KeptRows {
  readonly calls: ReadonlyMap<string, Call>;
  readonly attempts: ReadonlyMap<string, Attempt>;
  readonly supplements: readonly Supplement[];
}

export function createRows({ calls, attempts, supplements }: KeptRows): CallSource {
  const summaries = () =>
    [...calls.values()].map(({ attempts: attemptCount, ...call }) =>
      callSummary({ ...call, attemptCount }, supplements),
    );
  const views = () => [...attempts.values()].map(attemptView);
  return {
    calls: async (question) =>
      pageOf(
        askedFor(summaries(), question, (call) => targetOf(call).model),
        question.limit,
      ),
    attempts: async (question) =>
      pageOf(
        askedFor(views(), question, ({ model }) => model),
        question.limit,
      ),
    trace: async (traceId) => {
      const isOfTrace = (row: { readonly traceId: string }): boolean => row.traceId === traceId;
      return traceView(
        traceId,
        summaries().filter(isOfTrace).sort(byEnd),
        views().filter(isOfTrace).sort(byEnd),
      );
    },
  };
}

type Row = ReturnType<typeof attemptView> | ReturnType<typeof callSummary>;

/** Newest first, one more than asked for if there are as many. */
function askedFor<Each extends Row>(
  rows: readonly Each[],
  { range, after, limit, filter }: RowQuestion,
  modelOf: (row: Each) => string,
): readonly Each[] {
  const { provider, model, service, environment, outcomes, traceId, vendorRequestId } = filter;
  const same = { provider, service, environment, traceId, vendorRequestId };
  const named = Object.entries(same).filter(([, value]) => value !== undefined);
  return rows
    .filter(
      (row) =>
        row.endMs >= range.sinceMs &&
        row.endMs < range.untilMs &&
        (after === null || byEnd(row, after) < 0) &&
        (outcomes === undefined || outcomes.includes(row.outcome)) &&
        (model === undefined || modelOf(row) === model) &&
        named.every(([name, value]) => row[name as keyof typeof same] === value),
    )
    .sort((a, b) => byEnd(b, a))
    .slice(0, limit + 1);
}
