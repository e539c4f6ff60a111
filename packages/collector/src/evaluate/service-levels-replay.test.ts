import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Call } from '../model/call.ts';
import type { ServiceLevels, StoredTierState } from '../model/slo.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { sampleCall } from '../store/samples.fixture.ts';
import type { Store } from '../store/store.ts';
import { createServiceLevels } from './service-levels.ts';
import { defaultSlos } from './slo/default-slos.ts';

const minuteMs = 60_000;
const startMs = Date.parse('2026-06-22T00:00:00Z');
const outcomes = ['ok', 'ok', 'overloaded', 'vendor_error', 'cancelled', 'rate_limited'] as const;

interface Episode {
  readonly minutes: number;
  readonly callsPerMinute: number;
  readonly outcome: Call['outcome'];
  readonly restartAfter: boolean;
}

const episodes: fc.Arbitrary<readonly Episode[]> = fc.array(
  fc.record({
    minutes: fc.integer({ min: 1, max: 12 }),
    callsPerMinute: fc.integer({ min: 0, max: 8 }),
    outcome: fc.constantFrom(...outcomes),
    restartAfter: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);

function callsOf(minute: number, { callsPerMinute, outcome }: Episode): readonly Call[] {
  return Array.from({ length: callsPerMinute }, (_, index) =>
    sampleCall({
      endMs: startMs + minute * minuteMs + index * 7_000,
      model: index % 2 === 0 ? 'claude-opus-4-8' : 'claude-haiku-4-5',
      outcome,
    }),
  );
}

function evaluatorOn(source: Store): (minute: number) => Promise<ServiceLevels> {
  const evaluate = createServiceLevels({
    source,
    slos: defaultSlos,
    corrections: [],
    instancesMax: 500,
    ingestDelayMs: () => null,
    onError: (error) => {
      throw error;
    },
  });
  return (minute) => evaluate(startMs + minute * minuteMs + 30_000);
}

/** What lasts: the counters since the start belong to a process. */
function verdictsOf({ statuses }: ServiceLevels): readonly object[] {
  return statuses.map(({ events: _, ...status }) => status);
}

const byTier = (states: readonly StoredTierState[]): readonly StoredTierState[] =>
  [...states].sort((a, b) => (a.sloId + a.tier < b.sloId + b.tier ? -1 : 1));

it('calls told all at once, in any order and to a collector that never stopped, give what was found minute by minute', async () => {
  await fc.assert(
    fc.asyncProperty(episodes, fc.infiniteStream(fc.double({ noNaN: true })), async (given, dice) => {
      const live = createMemoryStore();
      let evaluate = evaluatorOn(live);
      const found: (readonly object[])[] = [];
      const told: Call[] = [];
      let minute = 0;
      for (const episode of given) {
        for (let each = 0; each < episode.minutes; each += 1) {
          const calls = callsOf(minute, episode);
          told.push(...calls);
          await live.append({ calls, attempts: [] });
          minute += 1;
          found.push(verdictsOf(await evaluate(minute)));
        }
        // Nothing but what the store keeps is known to the next process.
        if (episode.restartAfter) evaluate = evaluatorOn(live);
      }

      const raw = createMemoryStore();
      const shuffled = told
        .map((call) => ({ call, place: dice.next().value }))
        .sort((a, b) => a.place - b.place)
        .map(({ call }) => call);
      await raw.append({ calls: shuffled, attempts: [] });
      const replay = evaluatorOn(raw);
      for (const [index, verdicts] of found.entries())
        expect(verdictsOf(await replay(index + 1))).toEqual(verdicts);
      expect(byTier(await raw.tierStates())).toEqual(byTier(await live.tierStates()));
    }),
    { numRuns: 60 },
  );
});
