import type { Override } from '@faultline/simulator';

/** The part of the families that the tests look at; the apps are plain JavaScript. */
export interface Family {
  readonly name: string;
  readonly provider: string;
}

export interface FamilyCase {
  readonly name: string;
  readonly model: string;
  readonly faults: Override['faults'];
  readonly expected: Readonly<Record<string, unknown>>;
}

export const families: Readonly<Record<string, Family>>;
export function casesOf(family: Family | undefined): readonly FamilyCase[];
