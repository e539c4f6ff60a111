import { plural, type SlosAnswer, type SloView } from '@faultline/conventions';
import { groupBy } from '../parts/group-by.ts';
import { isFiring, isOverspent, isWarming } from './alert-state.ts';

/** The answer before the list: "2 of 14 budgets are burning too fast." */
export function headlineOf({ slos, untilMs }: SlosAnswer): string {
  if (untilMs === null) return 'No service level has been evaluated yet.';
  if (slos.length === 0) return 'There is no service level yet.';
  const burning = slos.filter(isFiring).length;
  const overspent = slos.filter(isOverspent).length;
  const gone = overspent === 0 ? '' : ` ${overspent === 1 ? 'One is' : `${overspent} are`} overspent.`;
  if (burning > 0) {
    return `${burning} of ${plural(slos.length, 'budget')} ${burning === 1 ? 'is' : 'are'} burning too fast.${gone}`;
  }
  // While tiers warm up no alert is out, whatever burns: that is no all-clear.
  if (slos.some(isWarming)) return `Too little has been seen to say which budgets burn too fast.${gone}`;
  if (overspent > 0) return `No budget is burning too fast.${gone}`;
  return slos.length === 1 ? 'The one budget holds.' : `All ${slos.length} budgets hold.`;
}

/** What is not on the page. */
export function omittedInWords(omitted: number): string {
  const more = omitted === 1 ? 'One more service level is' : `${omitted} more service levels are`;
  return `${more} not evaluated: beyond slo.instancesMax those are left out that were called longest ago.`;
}

/** Objectives in the order of their worst member; within one, the order of the answer: worst first. */
export function groupByObjective(
  slos: readonly SloView[],
): readonly (readonly [string, readonly SloView[]])[] {
  return groupBy(slos, ({ slo }) => slo);
}
