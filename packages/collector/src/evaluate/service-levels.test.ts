import { expect, it } from 'vitest';
import type { ServiceLevels, TierState } from '../model/slo.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { sampleCall } from '../store/samples.fixture.ts';
import type { Store } from '../store/store.ts';
import { createServiceLevels } from './service-levels.ts';
import { defaultSlos } from './slo/default-slos.ts';

const minuteMs = 60_000;
const startMs = Date.parse('2026-06-22T00:00:00Z');
const id = 'provider-availability/anthropic/prod';

function levels(source: Store, errors: unknown[] = [], ingestDelayMs: () => number | null = () => null) {
  return createServiceLevels({
    source,
    slos: defaultSlos,
    corrections: [],
    instancesMax: 500,
    ingestDelayMs,
    onError: (error) => errors.push(error),
  });
}

/** A hundred calls in each of so many minutes. */
async function callsIn(store: Store, fromMinute: number, minutes: number, outcome: 'ok' | 'overloaded') {
  for (let minute = fromMinute; minute < fromMinute + minutes; minute += 1) {
    const calls = Array.from({ length: 100 }, () =>
      sampleCall({ endMs: startMs + minute * minuteMs + 1000, outcome }),
    );
    await store.append({ calls, attempts: [] });
  }
}

function pageFast({ statuses }: ServiceLevels): TierState | undefined {
  return statuses.find(({ instance }) => instance.id === id)?.tiers.find(({ tier }) => tier === 'page-fast')
    ?.state;
}

const at = (minute: number): number => startMs + minute * minuteMs + 31_000;

it('an alert that is out when the collector starts again goes on as if it had not stopped', async () => {
  const store = createMemoryStore();
  await callsIn(store, 0, 10, 'overloaded');
  const before = levels(store);
  await before(at(6));
  const since = pageFast(await before(at(7)));
  expect(since).toEqual({ kind: 'firing', sinceMs: startMs + 6 * minuteMs });

  // Healthy again by the time it has started: without what was kept there would be no alert to hold, or to end.
  await callsIn(store, 10, 30, 'ok');
  const after = levels(store);
  expect(pageFast(await after(at(16)))).toMatchObject({ kind: 'holding', sinceMs: startMs + 6 * minuteMs });
  expect(pageFast(await after(at(22)))).toMatchObject({ kind: 'resolved', reason: 'recovered' });
});

it('an alert goes out although the store cannot write down that it did', async () => {
  const store = createMemoryStore();
  await callsIn(store, 0, 10, 'overloaded');
  const errors: unknown[] = [];
  const broken = { ...store, saveTierStates: () => Promise.reject(new Error('the spool is full')) };
  expect(pageFast(await levels(broken, errors)(at(7)))).toMatchObject({ kind: 'firing' });
  expect(errors).toEqual([new Error('the spool is full')]);
});

it('a vendor that answers, and slowly, burns the budget of an objective on speed and of no other', async () => {
  const store = createMemoryStore();
  const slow = Array.from({ length: 500 }, (_, index) =>
    sampleCall({ endMs: startMs + index * 1000, timeToFirstChunkMs: index % 2 === 0 ? 9_000 : 900 }),
  );
  await store.append({ calls: slow, attempts: [] });
  const [availability] = defaultSlos;
  if (!availability) throw new Error('there is no built-in objective');
  const threshold = { measure: 'time_to_first_chunk', thresholdMs: 2_000 } as const;
  const evaluate = createServiceLevels({
    source: store,
    slos: [availability, { ...availability, name: 'first-word', targetPercent: '99', threshold }],
    corrections: [],
    instancesMax: 500,
    ingestDelayMs: () => null,
    onError: (error) => {
      throw error;
    },
  });
  const { statuses } = await evaluate(at(9));
  expect(statuses.map(({ instance, period }) => [instance.slo.name, period])).toEqual([
    ['provider-availability', { good: 500, bad: 0 }],
    ['first-word', { good: 250, bad: 250 }],
  ]);
  const firing = statuses.map(({ tiers }) => tiers.some(({ state }) => state.kind === 'firing'));
  expect(firing).toEqual([false, true]);
});

it('a model that becomes much slower than it was in its first week is told of in a ticket, without configuration', async () => {
  const store = createMemoryStore();
  const dayMs = 86_400_000;
  const week = Array.from({ length: 7 * 30 }, (_, index) =>
    sampleCall({ endMs: startMs - 8 * dayMs + (index * dayMs) / 30, timeToFirstChunkMs: 700 }),
  );
  const slow = Array.from({ length: 200 }, (_, index) =>
    sampleCall({ endMs: startMs + index * 1000, timeToFirstChunkMs: index % 2 === 0 ? 4_000 : 700 }),
  );
  await store.append({ calls: [...week, ...slow], attempts: [] });
  const { statuses } = await levels(store)(at(9));
  const told = statuses.filter(({ instance }) => instance.slo.name === 'model-time-to-first-chunk');
  expect(told.map(({ instance, period }) => [instance.threshold?.thresholdMs, period])).toEqual([
    [1_250, { good: 310, bad: 100 }],
  ]);
  expect(
    told.flatMap(({ tiers }) => tiers.filter(({ state }) => state.kind === 'firing').map(({ tier }) => tier)),
  ).toEqual(['ticket-fast', 'ticket-slow', 'budget-exhausted']);
});

it('a store that cannot tell what is usual keeps nobody from hearing of an outage', async () => {
  const store = createMemoryStore();
  await callsIn(store, 0, 10, 'overloaded');
  const errors: unknown[] = [];
  const broken = { ...store, firstDays: () => Promise.reject(new Error('memory limit exceeded')) };
  expect(pageFast(await levels(broken, errors)(at(7)))).toMatchObject({ kind: 'firing' });
  expect(errors).toEqual([new Error('memory limit exceeded')]);
});

it('waits for calls that come late, as long as they usually do, and never goes back to minutes that are done', async () => {
  const store = createMemoryStore();
  await callsIn(store, 0, 10, 'ok');
  let delayMs: number | null = 2_000;
  const evaluate = levels(store, [], () => delayMs);
  const untilMinute = async (atMs: number): Promise<number> =>
    (((await evaluate(atMs)).untilMs ?? 0) - startMs) / minuteMs;
  expect(await untilMinute(at(8))).toBe(8);
  delayMs = 95_000;
  expect(await untilMinute(at(9))).toBe(8);
  expect(await untilMinute(at(10))).toBe(8);
  expect(await untilMinute(at(11))).toBe(9);
  delayMs = 3_600_000;
  expect(await untilMinute(at(13))).toBe(10);
  // The clock was set back by an hour.
  expect(await untilMinute(at(-50))).toBe(-53);
});

it('nothing is written while nothing changes', async () => {
  const store = createMemoryStore();
  await callsIn(store, 0, 10, 'overloaded');
  const written: number[] = [];
  const counting: Store = {
    ...store,
    saveTierStates: async (states, atMs) => {
      written.push(states.length);
      await store.saveTierStates(states, atMs);
    },
  };
  const evaluate = levels(counting);
  for (const minute of [6, 7, 8, 9]) await evaluate(at(minute));
  expect(written).toHaveLength(1);
});
