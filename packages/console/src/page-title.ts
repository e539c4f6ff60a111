import type { HealthState, Wall } from '@faultline/conventions';

const glyphs: Readonly<Record<HealthState, string>> = {
  down: '■',
  degraded: '▲',
  ok: '●',
  recovering: '◆',
  unknown: '○',
};

/** The tab's title; the state's shape comes first because a narrow tab shows little more. */
export function pageTitle(wall: Wall): string {
  return `${glyphs[wall.state]} ${wall.headline} · Faultline`;
}
