import type { HealthState, Page } from '@faultline/conventions';
import { sentenceOfTrace } from './calls/headline.ts';
import { headlineOf } from './slos/summary.ts';

const glyphs: Readonly<Record<HealthState, string>> = {
  down: '■',
  degraded: '▲',
  ok: '●',
  recovering: '◆',
  unknown: '○',
};

/** Of pages that are not about one thing. */
const names = { incidents: 'Incidents', explore: 'Explore', calls: 'Calls' } as const;

/** The tab's title; on the wall the state's shape comes first because a narrow tab shows little more. */
export function pageTitle(page: Page): string {
  switch (page.kind) {
    case 'wall':
      return `${glyphs[page.wall.state]} ${page.wall.headline} · Faultline`;
    case 'incident':
      return `${page.incident.title} · Faultline`;
    case 'trace':
      return `${sentenceOfTrace(page)} · Faultline`;
    case 'slos':
      return `${headlineOf(page)} · Faultline`;
    case 'problem':
      return `${page.title} · Faultline`;
    default:
      return `${names[page.kind]} · Faultline`;
  }
}
