/** How OpenSLO writes a duration: `28d`, `1w`, `5m`. A capital M is a month, a small one a minute. */
export interface Duration {
  readonly count: number;
  readonly unit: DurationUnit;
}

export type DurationUnit = 'm' | 'h' | 'd' | 'w' | 'M' | 'Q' | 'Y';

export const durationUnits: readonly DurationUnit[] = ['m', 'h', 'd', 'w', 'M', 'Q', 'Y'];

/** Undefined for anything else than a number and one of the units. */
export function parseDuration(
  text: string,
  units: readonly DurationUnit[] = durationUnits,
): Duration | undefined {
  const match = /^(\d{1,9})([a-zA-Z])$/.exec(text);
  const unit = units.find((known) => known === match?.[2]);
  return unit === undefined ? undefined : { count: Number(match?.[1]), unit };
}

/**
 * As rolling time, where a month is 30, a quarter 90 and a year 365 days, like in the OpenSLO Go SDK. Where months are
 * those of a calendar, use `count` and `unit`.
 */
export function durationSeconds({ count, unit }: Duration): number {
  return count * unitSeconds[unit];
}

const daySeconds = 86_400;
const unitSeconds: Readonly<Record<DurationUnit, number>> = {
  m: 60,
  h: 3600,
  d: daySeconds,
  w: 7 * daySeconds,
  M: 30 * daySeconds,
  Q: 90 * daySeconds,
  Y: 365 * daySeconds,
};
