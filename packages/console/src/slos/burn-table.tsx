import type { SloView, TierView } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatBurnRate, formatFactor, formatIso, formatWidth, nothing } from '../format.ts';
import { exploreHref } from '../parts/links.ts';
import { Moment } from '../parts/moment.tsx';
import { Quantity } from '../parts/quantity.tsx';
import { Scrolls } from '../parts/scrolls.tsx';
import { Mark } from '../parts/state-mark.tsx';
import { isOver, lookOfTier } from './alert-state.ts';

const secondMs = 1000;

interface BurnTableProps {
  readonly slo: SloView;
  readonly untilMs: number;
}

/** Each condition under which somebody is told: it is true when both of its windows burn faster than its threshold. */
export function BurnTable({ slo, untilMs }: BurnTableProps): VNode {
  return (
    <Scrolls label={`Burn rates of ${slo.id}`}>
      <table class="figures burn-table">
        <caption class="unseen">
          How many times faster than evenly the budget is spent, by the windows of each alert.
        </caption>
        <thead>
          <tr>
            <th scope="col">Alert</th>
            <th scope="col" class="number" colSpan={2}>
              Long window
            </th>
            <th scope="col" class="number" colSpan={2}>
              Short window
            </th>
            <th scope="col" class="number">
              Told above
            </th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {slo.tiers.filter(isTold).map((tier) => (
            <TierRow key={tier.tier} tier={tier} slo={slo} untilMs={untilMs} />
          ))}
        </tbody>
      </table>
    </Scrolls>
  );
}

/** A condition about counts has no rates to show: it is worth a row only when it says something. */
function isTold({ longSeconds, state }: TierView): boolean {
  return longSeconds !== null || state !== 'inactive';
}

interface TierRowProps extends BurnTableProps {
  readonly tier: TierView;
}

function TierRow({ tier, slo, untilMs }: TierRowProps): VNode {
  const { burnRateThreshold: threshold } = tier;
  return (
    <tr>
      <th scope="row">{tier.tier}</th>
      <WindowCells seconds={tier.longSeconds} threshold={threshold} slo={slo} untilMs={untilMs} />
      <WindowCells seconds={tier.shortSeconds} threshold={threshold} slo={slo} untilMs={untilMs} />
      <td class="number">
        <Quantity text={formatFactor(threshold)} />
      </td>
      <td>
        <Mark {...lookOfTier(tier)} />
        {tier.sinceMs !== null && (
          <span class="aside">
            {' '}
            since <Moment atMs={tier.sinceMs} nowMs={untilMs} />
            {tier.endedMs !== null && (
              <>
                {' '}
                until <Moment atMs={tier.endedMs} nowMs={untilMs} />
              </>
            )}
          </span>
        )}
      </td>
    </tr>
  );
}

interface WindowProps extends BurnTableProps {
  readonly seconds: number | null;
  readonly threshold: number | null;
}

/** The window leads to what happened in it. */
function WindowCells({ seconds, threshold, slo, untilMs }: WindowProps): VNode {
  if (seconds === null) {
    return (
      <td class="number aside" colSpan={2}>
        <span aria-hidden="true">{nothing}</span>
        <span class="unseen">counts, not windows</span>
      </td>
    );
  }
  const burnRate = slo.burnRates.find(({ windowSeconds }) => windowSeconds === seconds)?.burnRate ?? null;
  const { provider, model, service } = slo;
  const range = { from: formatIso(untilMs - seconds * secondMs), until: formatIso(untilMs) };
  return (
    <>
      <td class="number aside burn-window">
        <a href={exploreHref({ provider, model, service, ...range })}>{formatWidth(seconds * secondMs)}</a>
      </td>
      <td class="number">
        <BurnRate burnRate={burnRate} isAbove={isOver(burnRate, threshold)} />
      </td>
    </>
  );
}

/** Weight and a mark, so that "over" is seen without colour. */
function BurnRate({
  burnRate,
  isAbove,
}: {
  readonly burnRate: number | null;
  readonly isAbove: boolean;
}): VNode {
  const text = formatBurnRate(burnRate);
  if (!isAbove) return <Quantity text={text} />;
  return (
    <strong class="burn-over">
      <span aria-hidden="true">▲ </span>
      {text}
      <span class="unseen"> over the threshold</span>
    </strong>
  );
}
