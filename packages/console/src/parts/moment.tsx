import type { VNode } from 'preact';
import { formatDateTime, formatMoment } from '../format.ts';

interface MomentProps {
  readonly atMs: number;
  readonly nowMs: number;
}

/** A point in time: short on the page, complete for the pointer and for machines. */
export function Moment({ atMs, nowMs }: MomentProps): VNode {
  return (
    <time dateTime={new Date(atMs).toISOString()} title={formatDateTime(atMs)}>
      {formatMoment(atMs, nowMs)}
    </time>
  );
}
