import type { ClockMark } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatDateTime, formatLead, formatTime, nothing } from '../format.ts';
import { Quantity } from '../parts/quantity.tsx';

/** Our moments filled, the vendor's hollow: who knew first is seen before it is read. */
export function ClockRow({ marks }: { readonly marks: readonly ClockMark[] }): VNode {
  const firstMs = marks.find(({ atMs }) => atMs !== null)?.atMs ?? null;
  return (
    <section class="clock" aria-label="When what happened">
      <ol>
        {marks.map((mark) => (
          <li key={mark.label} class={classOf(mark)}>
            <span class="clock-label">{mark.label}</span>
            <span class="clock-time">
              <ClockTime mark={mark} firstMs={firstMs} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function classOf({ by, atMs }: ClockMark): string {
  return `clock-${by}${atMs === null ? ' clock-open' : ''}`;
}

interface ClockTimeProps {
  readonly mark: ClockMark;
  readonly firstMs: number | null;
}

function ClockTime({ mark: { atMs }, firstMs }: ClockTimeProps): VNode {
  if (atMs === null) return <Quantity text={nothing} />;
  return (
    <>
      <time dateTime={new Date(atMs).toISOString()} title={formatDateTime(atMs)}>
        {formatTime(atMs)}
      </time>
      {firstMs !== null && atMs !== firstMs && <span class="aside">{formatLead(atMs - firstMs)}</span>}
    </>
  );
}
