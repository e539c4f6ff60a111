import type { AttemptReference } from '@faultline/conventions';
import { outcomeInWords } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatTime } from '../format.ts';
import { callHref } from '../parts/links.ts';

/** Attempts to look at, and the ids that the vendor's support asks for. */
export function References({ samples }: { readonly samples: readonly AttemptReference[] }): VNode {
  return (
    <section class="references" aria-labelledby="references-title">
      <h2 id="references-title">Attempts that show it</h2>
      {samples.length === 0 ? (
        <p>None can be named: late answers and an unreachable network leave no failed answer behind.</p>
      ) : (
        <ul>
          {samples.map((sample) => (
            <li key={`${sample.traceId}${sample.atMs}`}>
              <a href={callHref(sample.traceId)}>
                {formatTime(sample.atMs)}, {sample.model}
              </a>{' '}
              <span class="aside">{outcomeInWords(sample.outcome)}</span>
              {sample.vendorRequestId !== '' && (
                <code class="id" title="Request id of the vendor">
                  {sample.vendorRequestId}
                </code>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
