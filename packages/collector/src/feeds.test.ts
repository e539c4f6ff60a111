import { expect, it } from 'vitest';
import { openStatus } from './feeds.ts';
import { createWallFeed } from './show/wall/wall-feed.ts';
import { createMemoryStore } from './store/memory/memory-store.ts';

it.each([
  ['https://faultline.example', 'https://faultline.example/status'],
  ['https://faultline.example/', 'https://faultline.example/status'],
  ['https://example.com/faultline//', 'https://example.com/faultline/status'],
])('the status page of a collector at %s is at %s', (publicUrl, url) => {
  const store = createMemoryStore();
  const now = (): number => 0;
  const limits = { stripMs: 60_000, frameMs: 2000, timeCompression: 1 };
  const feed = createWallFeed({ source: store, storeHealth: store.health, ...limits, now });
  const config = { status: { title: 'LLM vendors', public: false }, publicUrl };
  expect(openStatus(config, [], { store, feed, complain: () => undefined, now }).url).toBe(url);
});
