import type { VNode } from 'preact';
import { budgetInWords } from './objective.ts';

/** Left of zero is what was spent and never there, at most as much as the whole budget again. */
const zero = 40;
const whole = 160;
const width = zero + whole;
const height = 12;
const stripe = 4;

/** What is left grows to the right of zero, solid; what is overspent to the left of it, in stripes. */
export function BudgetBar({ remaining }: { readonly remaining: number | null }): VNode {
  return (
    <svg
      class="budget-bar"
      role="img"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      preserveAspectRatio="none"
    >
      <title>{budgetInWords(remaining)}</title>
      <path class="budget-track" d={`M${zero} 2h${whole}v${height - 4}h-${whole}z`} />
      {remaining !== null && remaining > 0 && (
        <path
          class="budget-left"
          d={`M${zero} 2h${leftWidth(remaining)}v${height - 4}h-${leftWidth(remaining)}z`}
        />
      )}
      {remaining !== null && remaining < 0 && <path class="budget-over" d={stripes(remaining)} />}
      <path class="budget-zero" d={`M${zero} 0v${height}`} />
    </svg>
  );
}

/** Never rounded to nothing. */
function leftWidth(remaining: number): number {
  return Math.max(1, Math.round(Math.min(1, remaining) * whole * 10) / 10);
}

function stripes(remaining: number): string {
  const count = Math.max(1, Math.round((Math.min(1, -remaining) * zero) / (2 * stripe)));
  return Array.from(
    { length: count },
    (_, index) => `M${zero - 2 * stripe * (index + 1)} 2h${stripe}v${height - 4}h-${stripe}z`,
  ).join('');
}
