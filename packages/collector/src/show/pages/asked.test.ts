import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { sampleAttempt, sampleCall } from '../../store/samples.fixture.ts';
import { readCallsPage } from './calls-page.ts';
import { readExplorePage } from './explore-page.ts';

const nowMs = Date.parse('2026-06-22T01:00:00Z');
const kept = {
  nowMs,
  retention: { rawDays: 7, secondsDays: 1, minutesDays: 45, hoursDays: 800, daysDays: 800 },
};
const query = (text: string): URLSearchParams => new URLSearchParams(text);

describe('what is asked of the explorer', () => {
  it('is everything of the last hour when nothing is said', async () => {
    const store = createMemoryStore();
    await store.append({ calls: [], attempts: [sampleAttempt({ endMs: nowMs - 60_000 })] });
    const { answer, problem } = await readExplorePage(query(''), store, kept);
    expect(problem).toBeNull();
    expect(answer?.series).toMatchObject([{ displayName: 'Anthropic', totals: { attempts: 1 } }]);
    expect((answer?.untilMs ?? 0) - (answer?.fromMs ?? 0)).toBeGreaterThanOrEqual(3_600_000);
  });

  it('is answered in words when it cannot be understood, and stays in its fields', async () => {
    const page = await readExplorePage(query('from=lunch&model=opus'), createMemoryStore(), kept);
    expect(page).toMatchObject({ asked: { from: 'lunch', model: 'opus' }, answer: null });
    expect(page.problem).toMatch(/^From: expected a time such as/);
    const backwards = 'from=2026-06-22T01:00:00Z&until=2026-06-22T00:00:00Z';
    expect((await readExplorePage(query(backwards), createMemoryStore(), kept)).problem).toMatch(/before/);
    expect((await readExplorePage(query('from=0'), createMemoryStore(), kept)).problem).toMatch(/800 days/);
  });
});

describe('what is asked of single calls', () => {
  async function bench(count = 1) {
    const store = createMemoryStore();
    const calls = Array.from({ length: count }, (_, index) =>
      sampleCall({ endMs: nowMs - 1000 * (index + 1), vendorRequestId: `req_${index}` }),
    );
    await store.append({ calls, attempts: [] });
    return { store, calls };
  }

  it('is a trace when it looks like one, and else a request of the vendor', async () => {
    const { store, calls } = await bench(3);
    const traceId = calls[1]?.traceId ?? '';
    for (const id of [traceId, traceId.toUpperCase(), 'req_1'])
      expect((await readCallsPage(query(`id=${id}`), store, kept)).calls).toMatchObject([{ traceId }]);
    expect((await readCallsPage(query('id=unheard'), store, kept)).calls).toEqual([]);
  });

  it('is turned page by page without losing or repeating one', async () => {
    const { store, calls } = await bench(120);
    const seen: string[] = [];
    let search = '';
    for (let page = 0; page < 3; page += 1) {
      const answer = await readCallsPage(query(search), store, { ...kept, nowMs: nowMs + page * 60_000 });
      seen.push(...answer.calls.map(({ spanId }) => spanId));
      search = answer.nextHref?.slice('/calls?'.length) ?? '';
    }
    expect(search).toBe('');
    expect(seen).toEqual(calls.map(({ spanId }) => spanId));
  });

  it('is told what is wrong with it', async () => {
    const { store } = await bench();
    expect((await readCallsPage(query('outcome=great'), store, kept)).problem).toMatch(/^Outcome:/);
    expect((await readCallsPage(query('after=x'), store, kept)).problem).toMatch(/^After:/);
  });
});
