import type { TimelineEntry } from '@faultline/conventions';
import type { VNode } from 'preact';
import { Moment } from '../parts/moment.tsx';

interface TimelineProps {
  readonly entries: readonly TimelineEntry[];
  readonly nowMs: number;
}

/** Newest first: what a person who comes back wants to read. */
export function Timeline({ entries, nowMs }: TimelineProps): VNode {
  return (
    <section class="timeline" aria-labelledby="timeline-title">
      <h2 id="timeline-title">What happened</h2>
      <ol>
        {entries.map((entry) => (
          <li key={`${entry.atMs}${entry.kind}${entry.who}`} class={`entry-${entry.kind}`}>
            <p class="entry-when">
              <Moment atMs={entry.atMs} nowMs={nowMs} /> <strong>{entry.who}</strong>
            </p>
            <p class="entry-text">
              {entry.text} {entry.url !== undefined && <a href={entry.url}>Read it there</a>}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
