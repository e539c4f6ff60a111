import { type IncidentPage, shareOf } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatCount, formatShare } from '../format.ts';
import { classInWords } from '../words.ts';

type HypothesesProps = Pick<IncidentPage, 'incident' | 'hypotheses' | 'controls'>;

/** The explanations that competed, so that a person can disagree. */
export function Hypotheses({ incident, hypotheses, controls }: HypothesesProps): VNode {
  return (
    <section class="why" aria-labelledby="why-title">
      <h2 id="why-title">Why we say “{classInWords(incident.class).toLowerCase()}”</h2>
      {hypotheses.length === 0 ? (
        <p>The answers themselves say whose fault it is; nothing had to be weighed.</p>
      ) : (
        <table class="why-table">
          <caption class="unseen">Probability of each explanation.</caption>
          <tbody>
            {hypotheses.map(({ class: name, probability }) => (
              <tr key={name}>
                <th scope="row">{classInWords(name)}</th>
                <td class="why-bar">
                  <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    <rect class="why-track" width="100" height="8" />
                    <rect class="why-part" width={Math.max(0.6, probability * 100)} height="8" />
                  </svg>
                </td>
                <td class="number">{formatShare(probability)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {controls.length > 0 && (
        <p class="aside">
          Other vendors in the same minutes:{' '}
          {controls
            .map(
              (control) =>
                `${control.displayName} ${formatShare(shareOf(control))} of ${formatCount(control.attempts)}`,
            )
            .join(', ')}
          .
        </p>
      )}
    </section>
  );
}
