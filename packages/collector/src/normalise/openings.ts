import type { Opening } from './log-dialect.ts';
import { bounded } from './text-bounds.ts';

/** Conversations with a request under way: more than any fleet of coding agents has. */
const conversationsMax = 10_000;
const conversationLengthMax = 300;
const modelLengthMax = 200;
/** Requests remembered for each, those that never ended included. */
const rememberedMax = 32;

/** Which end is looking for its beginning: `id` names the record, the same whenever it is sent. */
export interface Ending {
  readonly id: string;
  readonly startUnixNano: bigint;
  readonly endUnixNano: bigint;
}

/** Bounded memory of requests whose end another record tells. No clock. */
export interface Openings {
  add(conversation: string, opening: Opening): void;
  /** The one that began nearest to the start; each is given to one ending, and to that one again when it comes again. */
  take(conversation: string, ending: Ending): Opening | undefined;
}

interface Remembered {
  readonly opening: Opening;
  readonly takenBy: string | undefined;
}

export function createOpenings(): Openings {
  const remembered = new Map<string, readonly Remembered[]>();

  function remember(conversation: string, openings: readonly Remembered[]): void {
    remembered.delete(conversation);
    remembered.set(conversation, openings.slice(-rememberedMax));
    const oldest = remembered.keys().next().value;
    if (remembered.size > conversationsMax && oldest !== undefined) remembered.delete(oldest);
  }

  return {
    add(told, opening) {
      const conversation = bounded(told, conversationLengthMax);
      const known = remembered.get(conversation) ?? [];
      if (known.some((other) => isSame(other.opening, opening))) return;
      const model = bounded(opening.model, modelLengthMax);
      remember(conversation, [...known, { opening: { ...opening, model }, takenBy: undefined }]);
    },
    take(told, ending) {
      const conversation = bounded(told, conversationLengthMax);
      const known = remembered.get(conversation) ?? [];
      const found = known.find(({ takenBy }) => takenBy === ending.id) ?? nearest(known, ending);
      if (found === undefined) return undefined;
      const taken = { ...found, takenBy: ending.id };
      remember(
        conversation,
        known.map((each) => (each === found ? taken : each)),
      );
      return found.opening;
    },
  };
}

function nearest(
  known: readonly Remembered[],
  { startUnixNano, endUnixNano }: Ending,
): Remembered | undefined {
  const distance = ({ opening }: Remembered): number =>
    Math.abs(Number(opening.startUnixNano - startUnixNano));
  return known
    .filter(({ opening, takenBy }) => takenBy === undefined && opening.startUnixNano <= endUnixNano)
    .sort((a, b) => distance(a) - distance(b))[0];
}

function isSame(one: Opening, other: Opening): boolean {
  return one.startUnixNano === other.startUnixNano && one.spanId === other.spanId;
}
