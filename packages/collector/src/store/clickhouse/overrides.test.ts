import { expect, test } from 'vitest';
import type { HealthOverride } from '../../model/health-override.ts';
import { createMemoryStore } from '../memory/memory-store.ts';
import type { Store } from '../store.ts';
import { createEmbeddedStore, isEmpty, isUp } from './embedded-store.fixture.ts';

const nowMs = Date.parse('2026-06-22T01:00:00Z');
const minuteMs = 60_000;
const whole: HealthOverride = {
  id: 'a',
  provider: "it's/a/vendor",
  model: null,
  state: 'down',
  reason: 'they told us\n"by phone" 💥',
  author: "O'Brien",
  createdMs: nowMs - minuteMs,
  untilMs: nowMs + 10 * minuteMs,
  endedMs: null,
};
const shorter: HealthOverride = {
  ...{ ...whole, id: 'b', model: 'opus', state: 'ok' },
  ...{ createdMs: nowMs, untilMs: nowMs + minuteMs },
};
const takenBack: HealthOverride = { ...whole, id: 'c', model: 'haiku' };

async function save(store: Store): Promise<void> {
  for (const each of [takenBack, shorter, whole]) await store.saveOverride(each);
  await store.saveOverride({ ...takenBack, endedMs: nowMs });
}

async function hasThem(store: Store): Promise<void> {
  expect(await store.overrides(nowMs)).toEqual([whole, shorter]);
  expect(await store.overrides(shorter.untilMs)).toEqual([whole]);
  expect(await store.overrides(whole.untilMs)).toEqual([]);
}

test('the store on arrays tells overrides until they expire or are taken back', async () => {
  const store = createMemoryStore();
  await save(store);
  await hasThem(store);
});

test('an override holds at once, when the database has it, and after a restart', {
  timeout: 60_000,
}, async () => {
  const bench = await createEmbeddedStore();
  // They wait in the spool until the store is closed.
  const first = await bench.start({ limits: { segmentAgeMsMax: 60_000 } });
  await isUp(first);
  await save(first);
  await hasThem(first);
  await first.close();

  const second = await bench.start();
  await isUp(second);
  await hasThem(second);
  await isEmpty(second);
  await hasThem(second);
  expect(await bench.ask('SELECT count() FROM faultline.health_overrides FINAL')).toEqual([3]);
});
