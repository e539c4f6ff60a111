import type { Wall } from '@faultline/conventions';

/**
 * The JSON of a wall, embedded in the page or from the stream; undefined when it is not one. Shallow on purpose: the
 * collector that served this script also wrote the wall, so only a cut-off or foreign body has to be told apart.
 */
export function parseWall(text: string): Wall | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isWall(value) ? value : undefined;
}

export function isWall(value: unknown): value is Wall {
  if (typeof value !== 'object' || value === null) return false;
  const wall = value as Partial<Record<keyof Wall, unknown>>;
  return (
    typeof wall.dataAtMs === 'number' &&
    typeof wall.headline === 'string' &&
    Array.isArray(wall.vendors) &&
    Array.isArray(wall.incidents) &&
    typeof wall.strip === 'object' &&
    typeof wall.collector === 'object'
  );
}
