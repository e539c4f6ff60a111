import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AuditEntry } from '../model/audit-entry.ts';
import type { Remark } from '../model/remark.ts';
import { openStore } from './clickhouse/open-store.ts';
import { hourMs } from './grid.ts';
import { createMemoryStore } from './memory/memory-store.ts';
import { sampleAttempt, samplePost, sampleTransition } from './samples.fixture.ts';
import type { Store } from './store.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const thisHourMs = Math.floor(Date.now() / hourMs) * hourMs;
const hoursAgo = (hours: number): number => thisHourMs - hours * hourMs;

describe.each(['memory', 'clickhouse'])('incidents on %s', (adapter) => {
  let store: Store;
  let directory: string | undefined;

  beforeAll(async () => {
    if (adapter === 'memory') store = createMemoryStore();
    else {
      directory = await mkdtemp(join(tmpdir(), 'faultline-incidents-'));
      const limits = { segmentAgeMsMax: 20 };
      store = await openStore({ dataDir: directory, logger: quiet, now: Date.now, limits });
    }
    await vi.waitUntil(() => store.health().engine === 'up', 30_000);
  }, 40_000);

  afterAll(async () => {
    await store.close();
    if (directory) await rm(directory, { recursive: true, force: true });
  });

  test('incidents come back as they were saved last, newest first', async () => {
    const first = sampleTransition({ firstBadMs: hoursAgo(8) });
    const second = sampleTransition({ firstBadMs: hoursAgo(7), provider: null, class: 'local_network' });
    const confirmed = sampleTransition(
      { ...first.incident, state: 'confirmed', confirmedMs: first.atMs + 30_000 },
      first.atMs + 30_000,
    );
    for (const transition of [first, second, confirmed]) await store.save(transition);

    expect(await store.incidents(hoursAgo(9))).toEqual([second.incident, confirmed.incident]);
    expect(await store.incidents(hoursAgo(7))).toEqual([second.incident]);
    expect(await store.incidents(hoursAgo(9), hoursAgo(7))).toEqual([confirmed.incident]);
    await vi.waitUntil(() => store.stats().spooledRows === 0, 20_000);
    expect(await store.incidents(hoursAgo(9))).toEqual([second.incident, confirmed.incident]);
  });

  test('attempts that show a fault are found, oldest first, with what the vendor can be asked about', async () => {
    const startMs = hoursAgo(20);
    const failed = { outcome: 'overloaded', vendorRequestId: 'req_42' } as const;
    const rows = [
      sampleAttempt({ ...failed, endMs: startMs + 300, model: "o'brien-1" }),
      sampleAttempt({ ...failed, endMs: startMs + 100 }),
      sampleAttempt({ ...failed, endMs: startMs + 200, outcome: 'ok' }),
      sampleAttempt({ ...failed, endMs: startMs + 200, provider: 'openai' }),
      sampleAttempt({ ...failed, endMs: startMs + 200, model: 'claude-haiku-4-5' }),
      sampleAttempt({ ...failed, endMs: startMs - 1 }),
      sampleAttempt({ ...failed, endMs: startMs + 1000 }),
    ];
    expect(await store.append({ calls: [], attempts: rows })).toMatchObject({ kind: 'durable' });
    await vi.waitUntil(() => store.stats().spooledRows === 0, 20_000);
    const question = {
      provider: 'anthropic',
      models: ["o'brien-1", 'claude-opus-4-8'],
      outcomes: ['overloaded', 'vendor_error'],
      range: { sinceMs: startMs, untilMs: startMs + 1000 },
      limit: 10,
    } as const;
    const wanted = [rows[1], rows[0]].map((row) => ({
      atMs: row?.endMs,
      model: row?.model,
      outcome: 'overloaded',
      traceId: row?.traceId,
      spanId: row?.spanId,
      vendorRequestId: 'req_42',
    }));
    expect(await store.attemptsThat(question)).toEqual(wanted);
    expect(await store.attemptsThat({ ...question, limit: 1 })).toEqual(wanted.slice(0, 1));
    expect(await store.attemptsThat({ ...question, provider: null })).toHaveLength(3);
    expect(await store.attemptsThat({ ...question, models: [] })).toEqual([]);
  });

  test('an incident is found by its id, with everything that was saved of it, in order', async () => {
    const first = sampleTransition({ firstBadMs: hoursAgo(11) });
    const later = sampleTransition(
      { ...first.incident, state: 'confirmed', confirmedMs: first.atMs + 30_000 },
      first.atMs + 30_000,
    );
    const told = [first, { ...later, sentence: "it's confirmed" }];
    for (const transition of told) await store.save(transition);
    const { id } = first.incident;
    const isThere = async (): Promise<void> => {
      expect(await store.incident(id)).toEqual(later.incident);
      expect(await store.transitions(id)).toEqual(told);
    };
    await isThere();
    await vi.waitUntil(() => store.stats().spooledRows === 0, 20_000);
    await isThere();
    expect(await store.incident("'; DROP TABLE incidents; --")).toBeNull();
    expect(await store.transitions('')).toEqual([]);
  });

  test('what people say about incidents is kept, in order, and found by incident', async () => {
    const said = { incidentId: `remarks-${adapter}`, author: "O'Brien 💥" };
    const atMs = hoursAgo(12);
    const note: Remark = { ...said, id: 'n', kind: 'note', atMs, text: 'line\n"two"' };
    const feedback: Remark = {
      ...{ ...said, id: 'f', kind: 'feedback', atMs: atMs + 1 },
      ...{ verdict: 'not_the_vendor', text: '' },
    };
    const merge: Remark = { ...said, id: 'm', kind: 'merge', atMs: atMs + 2, into: 'other' };
    const elsewhere: Remark = { ...note, id: 'e', incidentId: 'another' };
    for (const remark of [merge, note, elsewhere, feedback]) await store.saveRemark(remark);
    const areThere = async (): Promise<void> => {
      expect(await store.remarks([said.incidentId])).toEqual([note, feedback, merge]);
      expect(await store.remarks(['another', 'unheard of'])).toEqual([elsewhere]);
      expect(await store.remarks([])).toEqual([]);
      expect(await store.merges()).toEqual([merge]);
    };
    await areThere();
    await vi.waitUntil(() => store.stats().spooledRows === 0, 20_000);
    await areThere();
  });

  test('what vendors posted is kept once, as it was edited last, and found by vendor and time', async () => {
    const first = samplePost({ postedMs: hoursAgo(15), title: "Vendor's “errors” 💥" });
    const edited = { ...first, body: 'Opus 4.8 as well.', models: ['opus 4.8'], updatedMs: hoursAgo(14) };
    const later = samplePost({ postedMs: hoursAgo(14), status: 'resolved' });
    const others = [
      samplePost({ postedMs: hoursAgo(15), provider: 'openai' }),
      samplePost({ postedMs: hoursAgo(13) }),
    ];
    await store.savePosts([first, later, ...others]);
    await store.savePosts([edited, later]);
    const range = { sinceMs: hoursAgo(15), untilMs: hoursAgo(13) };
    const areThere = async (): Promise<void> => {
      expect(await store.posts('anthropic', range)).toEqual([edited, later]);
      expect(await store.posts("'; DROP TABLE official_posts; --", range)).toEqual([]);
    };
    await areThere();
    await vi.waitUntil(() => store.stats().spooledRows === 0, 20_000);
    await areThere();
    // The same once more, as another collector or the next start reads it.
    await store.savePosts([edited, later]);
    await areThere();
  });

  test('who did what is kept, newest first, within a range and a limit', async () => {
    const atMs = hoursAgo(30);
    const entry = (id: string, ms: number): AuditEntry => ({
      ...{ id, atMs: atMs + ms, actor: "O'Brien 💥", role: 'operate', action: 'note' },
      ...{ subject: `A'); --`, address: '2001:db8::1' },
    });
    const first = { ...entry('first', 0), role: null, address: null };
    const entries = [first, entry('c', 2), entry('b', 2), entry('last', 3)];
    for (const each of entries) await store.recordAudit(each);
    const areThere = async (): Promise<void> => {
      const range = { sinceMs: atMs, untilMs: atMs + 3 };
      expect(await store.auditEntries({ ...range, limit: 9 })).toEqual([entry('b', 2), entry('c', 2), first]);
      expect(await store.auditEntries({ ...range, limit: 1 })).toEqual([entry('b', 2)]);
    };
    await areThere();
    await vi.waitUntil(() => store.stats().spooledRows === 0, 20_000);
    await areThere();
  });
});
