import type { Outcome, SeriesCounts } from '@faultline/conventions';
import { outcomeInWords } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatCount } from '../format.ts';
import { callsHref, type Question } from '../parts/links.ts';

/** As many as a row has room for. */
const outcomesMax = 3;

interface OutcomeListProps {
  readonly totals: SeriesCounts;
  readonly question: Question;
}

/** What the attempts came to, most frequent first; each leads to the calls that ended so. */
export function OutcomeList({ totals, question }: OutcomeListProps): VNode {
  const counts = Object.entries(totals.outcomes)
    .map(([outcome, count]) => ({ outcome: outcome as Outcome, count: count ?? 0 }))
    .sort((a, b) => b.count - a.count);
  const rest = counts.slice(outcomesMax).reduce((sum, { count }) => sum + count, 0);
  return (
    <ul class="outcomes">
      {counts.slice(0, outcomesMax).map(({ outcome, count }) => (
        <li key={outcome}>
          <a href={callsHref({ ...question, outcome })}>{outcomeInWords(outcome)}</a>{' '}
          <span class="aside">{formatCount(count)}</span>
        </li>
      ))}
      {rest > 0 && <li class="aside">others {formatCount(rest)}</li>}
    </ul>
  );
}
