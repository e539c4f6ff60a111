import type { FuzzCase } from './fuzz-case.ts';
import type { Heard } from './wire.ts';

export interface Finding {
  readonly family: string;
  /** With the seed it makes the same case again. */
  readonly index: number;
  /** The line it began with. */
  readonly request: string;
  readonly problem: string;
}

/** How many cases of a family were answered how. */
export interface FamilyCount {
  readonly cases: number;
  /** By the first digit of the status; 0 where none came. */
  readonly byClass: readonly [number, number, number, number, number, number];
}

export interface Tally {
  readonly families: ReadonlyMap<string, FamilyCount>;
  readonly findings: readonly Finding[];
}

export interface Counting {
  add(index: number, sent: FuzzCase, heard: Heard, problems: readonly string[]): void;
  tally(): Tally;
}

export function createCounting(): Counting {
  const families = new Map<
    string,
    { cases: number; byClass: [number, number, number, number, number, number] }
  >();
  const findings: Finding[] = [];
  return {
    add(index, { family, bytes }, { answers }, problems) {
      const count = families.get(family) ?? { cases: 0, byClass: [0, 0, 0, 0, 0, 0] };
      families.set(family, count);
      count.cases += 1;
      const statusClass = Math.floor((answers[0]?.status ?? 0) / 100);
      count.byClass[statusClass] = (count.byClass[statusClass] ?? 0) + 1;
      const request = bytes.toString('latin1', 0, 20_000).split('\r\n')[0] ?? '';
      findings.push(...problems.map((problem) => ({ family, index, request, problem })));
    },
    tally: () => ({ families, findings }),
  };
}

/** As Markdown. */
export function tableOf({ families, findings }: Tally): string {
  const found = (family: string): number => findings.filter((each) => each.family === family).length;
  const rows = [...families].map(([family, { cases, byClass }]) => {
    const [none, , ok, elsewhere, refused, later] = byClass;
    return `| ${[family, cases, ok, elsewhere, refused, later, none, found(family)].join(' | ')} |`;
  });
  return [
    '| input | cases | 2xx | 3xx | 4xx | 503 | no answer due | findings |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}

/** Of several runs one. */
export function merged(tallies: readonly Tally[]): Tally {
  const families = new Map<string, FamilyCount>();
  for (const [family, count] of tallies.flatMap((tally) => [...tally.families])) {
    const before = families.get(family);
    families.set(family, before ? sum(before, count) : count);
  }
  return { families, findings: tallies.flatMap(({ findings }) => findings) };
}

function sum(a: FamilyCount, b: FamilyCount): FamilyCount {
  const [none, one, two, three, four, five] = a.byClass.map(
    (count, place) => count + (b.byClass[place] ?? 0),
  );
  return {
    cases: a.cases + b.cases,
    byClass: [none ?? 0, one ?? 0, two ?? 0, three ?? 0, four ?? 0, five ?? 0],
  };
}

export function casesIn({ families }: Tally): number {
  return [...families.values()].reduce((sum, { cases }) => sum + cases, 0);
}
