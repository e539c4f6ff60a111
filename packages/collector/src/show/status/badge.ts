import type { HealthState } from '@faultline/conventions';
import type { ComponentStatus } from './component-status.ts';
import { escapeMarkup } from './syndication.ts';

/** Word and colour; white on each has a contrast of 4.5 to 1 at least (WCAG 2.2, 1.4.3). */
export interface BadgeState {
  readonly word: string;
  readonly colour: string;
}

const byStatus: Readonly<Record<ComponentStatus, BadgeState>> = {
  operational: { word: 'operational', colour: '#1a7f37' },
  degraded_performance: { word: 'degraded', colour: '#8a5d00' },
  partial_outage: { word: 'partial outage', colour: '#b04600' },
  major_outage: { word: 'major outage', colour: '#c4202c' },
};
const recovering: BadgeState = { word: 'recovering', colour: '#0b63b8' };
const unknown: BadgeState = { word: 'no recent data', colour: '#57606a' };
export const labelColour = '#24292f';
export const badgeStates: readonly BadgeState[] = [...Object.values(byStatus), recovering, unknown];

/** An image for a page of others. Null: nothing is shown of it. */
export function badge(
  label: string,
  shown: { readonly status: ComponentStatus; readonly state: HealthState } | null,
): string {
  const { word, colour } = badgeState(shown);
  const [labelWidth, wordWidth] = [widthOf(label), widthOf(word)];
  const width = labelWidth + wordWidth;
  const said = escapeMarkup(`${label}: ${word}`);
  const text = (middle: number, what: string): string =>
    `<text x="${middle}" y="14" text-anchor="middle">${escapeMarkup(what)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${said}">`,
    `<title>${said}</title>`,
    `<rect width="${labelWidth}" height="20" fill="${labelColour}"/>`,
    `<rect x="${labelWidth}" width="${wordWidth}" height="20" fill="${colour}"/>`,
    '<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">',
    text(labelWidth / 2, label),
    text(labelWidth + wordWidth / 2, word),
    '</g></svg>\n',
  ].join('');
}

function badgeState(
  shown: { readonly status: ComponentStatus; readonly state: HealthState } | null,
): BadgeState {
  if (shown === null || shown.state === 'unknown') return unknown;
  return shown.state === 'recovering' ? recovering : byStatus[shown.status];
}

/** Seven pixels a letter of Verdana at 11, and room at both ends. */
function widthOf(text: string): number {
  return [...text].length * 7 + 14;
}
