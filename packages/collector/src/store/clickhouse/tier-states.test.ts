import { expect, test } from 'vitest';
import type { StoredTierState } from '../../model/slo.ts';
import { createMemoryStore } from '../memory/memory-store.ts';
import type { Store } from '../store.ts';
import { createEmbeddedStore, isEmpty, isUp } from './embedded-store.fixture.ts';

const sinceMs = Date.parse('2026-06-22T00:01:00Z');
const page = { sloId: "it's/an/id", tier: 'page-fast' };
const ticket = { sloId: "it's/an/id", tier: 'ticket-fast' };
const firing = { kind: 'firing', sinceMs } as const;
const resolved = { kind: 'resolved', sinceMs, endedMs: sinceMs + 60_000, reason: 'no_data' } as const;
const newest: readonly StoredTierState[] = [
  { ...page, state: firing },
  { ...ticket, state: resolved },
];

async function save(store: Store): Promise<void> {
  const begun = [page, ticket].map((each) => ({ ...each, state: firing }));
  await store.saveTierStates(begun, sinceMs);
  await store.saveTierStates([{ ...ticket, state: resolved }], sinceMs + 60_000);
}

async function statesOf(store: Store): Promise<readonly StoredTierState[]> {
  return [...(await store.tierStates())].sort((a, b) => a.tier.localeCompare(b.tier));
}

test('the store on arrays tells where alerts stand as it was saved last', async () => {
  const store = createMemoryStore();
  await save(store);
  expect(await statesOf(store)).toEqual(newest);
});

test('where alerts stand is known at once, when the database has it, and after a restart', {
  timeout: 60_000,
}, async () => {
  const bench = await createEmbeddedStore();
  // They wait in the spool until the store is closed.
  const first = await bench.start({ limits: { segmentAgeMsMax: 60_000 } });
  await isUp(first);
  await save(first);
  expect(await statesOf(first)).toEqual(newest);
  await first.close();

  const second = await bench.start();
  await isUp(second);
  await isEmpty(second);
  expect(await statesOf(second)).toEqual(newest);
  expect(await bench.ask('SELECT count() FROM faultline.slo_tier_states FINAL')).toEqual([2]);
});
