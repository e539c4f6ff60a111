import type { Page } from '@faultline/conventions';
import { isWall } from './parse-wall.ts';

/**
 * The JSON of a page, embedded in the document or read again; undefined when it is not one. Shallow for the reason that
 * walls are (parse-wall.ts).
 */
export function parsePage(text: string): Page | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isPage(value) ? value : undefined;
}

function isPage(value: unknown): value is Page {
  if (typeof value !== 'object' || value === null) return false;
  const page = value as { kind?: unknown; wall?: unknown; dataAtMs?: unknown; collector?: unknown };
  if (page.kind === 'wall') return isWall(page.wall);
  return (
    typeof page.kind === 'string' &&
    typeof page.dataAtMs === 'number' &&
    typeof page.collector === 'object' &&
    page.collector !== null
  );
}
