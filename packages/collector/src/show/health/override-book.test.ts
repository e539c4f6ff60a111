import { expect, it } from 'vitest';
import type { HealthOverride } from '../../model/health-override.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { createOverrideBook } from './override-book.ts';

const nowMs = Date.parse('2026-06-22T01:00:00Z');
const override: HealthOverride = {
  ...{ id: 'a', provider: 'openai', model: null, state: 'down', reason: 'drill', author: 'kim' },
  ...{ createdMs: nowMs, untilMs: nowMs + 60_000, endedMs: null },
};

function bookOn(store = createMemoryStore()) {
  const problems: (string | null)[] = [];
  let clockMs = nowMs;
  const book = createOverrideBook({ store, now: () => clockMs, onRead: (problem) => problems.push(problem) });
  const passes = (ms: number): void => {
    clockMs += ms;
  };
  return { book, problems, passes };
}

it('an override of one collector holds on every other one once it has read, and so does its end', async () => {
  const store = createMemoryStore();
  const [one, other] = [bookOn(store), bookOn(store)];
  await one.book.save(override);
  expect([one.book.inForce(), other.book.inForce()]).toEqual([[override], []]);
  await other.book.read();
  expect(other.book.inForce()).toEqual([override]);
  await other.book.save({ ...override, endedMs: nowMs + 1 });
  await one.book.read();
  expect(one.book.inForce()).toEqual([]);
});

it('what is known holds while nothing can be read, and ends when it should', async () => {
  const broken = { ...createMemoryStore(), overrides: () => Promise.reject(new Error('the engine is down')) };
  const { book, problems, passes } = bookOn(broken);
  await book.save(override);
  await book.read();
  expect([book.inForce(), problems]).toEqual([[override], ['the engine is down']]);
  passes(60_000);
  expect(book.inForce()).toEqual([]);
});
