import type { SloView } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatBudget, formatCount } from '../format.ts';
import { exploreHref } from '../parts/links.ts';
import { Quantity } from '../parts/quantity.tsx';
import { Mark } from '../parts/state-mark.tsx';
import { Unbroken } from '../parts/unbroken.tsx';
import { isNoteworthy, isOverspent, lookOfSlo } from './alert-state.ts';
import { BudgetBar } from './budget-bar.tsx';
import { BurnTable } from './burn-table.tsx';
import { exhaustionInWords, objectiveInWords, remarksOn } from './objective.ts';

interface EntryProps {
  readonly slo: SloView;
  readonly untilMs: number;
}

/** One objective on one line: what was promised, what is left, for how long; the windows beneath when they matter. */
export function SloEntry({ slo, untilMs }: EntryProps): VNode {
  const { provider, model, service } = slo;
  const remarks = remarksOn(slo);
  return (
    <li class="slo" id={slo.id}>
      <p class="slo-state">
        <Mark {...lookOfSlo(slo)} />
      </p>
      <div class="slo-what">
        <h3>
          <Unbroken text={objectiveInWords(slo)} name={model} />
        </h3>
        <p class="aside">
          {formatCount(slo.good)} good, {formatCount(slo.bad)} bad
          {remarks !== '' && <>; {remarks}</>}
        </p>
      </div>
      <p class="slo-budget">
        <BudgetBar remaining={slo.budgetRemaining} />
        <span class={isOverspent(slo) ? 'slo-left slo-spent' : 'slo-left'}>
          <Quantity text={formatBudget(slo.budgetRemaining)} />
        </span>
        <span class="slo-until aside">{exhaustionInWords(slo)}</span>
      </p>
      <details class="slo-burn" open={isNoteworthy(slo)}>
        <summary>Burn rates</summary>
        {slo.tiers.length === 0 ? (
          <p class="aside">Nobody is told of this objective: it has no tiers.</p>
        ) : (
          <BurnTable slo={slo} untilMs={untilMs} />
        )}
      </details>
      <p class="slo-onward">
        <a href={exploreHref({ provider, model, service })}>Explore</a>
      </p>
    </li>
  );
}
