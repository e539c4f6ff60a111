import type { Page } from '@faultline/conventions';

const secondMs = 1000;

/** How often a page is read again while somebody looks at it; null for what a person asked for and would not have moved. */
function refreshEveryMs(page: Page): number | null {
  switch (page.kind) {
    case 'incident':
      return page.incident.resolvedMs === null ? secondMs : 30 * secondMs;
    case 'incidents':
      return 10 * secondMs;
    case 'slos':
      return 30 * secondMs;
    default:
      return null;
  }
}

/** Whether it is time to read the page again. */
export function isDue(page: Page, readAtMs: number, nowMs: number): boolean {
  const everyMs = refreshEveryMs(page);
  return everyMs !== null && nowMs - readAtMs >= everyMs;
}
