import type { Wall } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatAge, formatDateTime } from '../format.ts';
import { StateMark } from '../parts/state-mark.tsx';

interface HeadlineProps {
  readonly wall: Wall;
  readonly nowMs: number;
  readonly isStale: boolean;
}

/** The sentence, dated like a newspaper's: a screenshot of it is evidence, and an old one cannot pass for news. */
export function Headline({ wall, nowMs, isStale }: HeadlineProps): VNode {
  return (
    <section class="headline" aria-labelledby="headline">
      <p class="dateline">
        {wall.vendors.length > 0 && <StateMark state={wall.state} />}
        <time dateTime={new Date(wall.dataAtMs).toISOString()}>{formatDateTime(wall.dataAtMs)}</time>
        {isStale && (
          <strong> This was {formatAge(nowMs - wall.dataAtMs)} ago. It may no longer be so.</strong>
        )}
      </p>
      <h1 id="headline">{wall.headline}</h1>
      <p class="summary">{wall.summary}</p>
    </section>
  );
}
