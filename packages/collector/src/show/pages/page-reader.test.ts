import type { IncidentPage, Page } from '@faultline/conventions';
import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../model/call.ts';
import type { Incident } from '../../model/incident.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { sampleAttempt, sampleTransition } from '../../store/samples.fixture.ts';
import type { Store } from '../../store/store.ts';
import { createSloFeed } from '../slo/slo-feed.ts';
import { createWallFeed } from '../wall/wall-feed.ts';
import { createPageReader, type PageReaderOptions } from './page-reader.ts';
import { reportOf } from './report.ts';

const nowMs = Date.parse('2026-06-22T01:00:00Z');
const firstBadMs = nowMs - 20 * 60_000;
const recoveredMs = nowMs - 5 * 60_000;

const evidence: Incident['evidence'] = {
  ...sampleTransition({ firstBadMs }).incident.evidence,
  affected: [
    { model: 'opus', attempts: 90, bad: 90, firstBadMs, recoveredMs: null, abandoned: false },
    { model: 'haiku', attempts: 45, bad: 40, firstBadMs, recoveredMs, abandoned: false },
  ],
  healthyModels: ['sonnet'],
  undecidedModels: ['instant'],
};

/** One attempt of a model in every ten seconds; while the incident lasts it ends as told. */
function attemptsOf(
  provider: string,
  model: string,
  during: Attempt['outcome'],
  untilMs = nowMs,
): readonly Attempt[] {
  return Array.from({ length: 240 }, (_, index) => {
    const endMs = nowMs - 1 - index * 10_000;
    const isDuring = endMs >= firstBadMs && endMs < untilMs;
    const outcome = isDuring ? during : 'ok';
    const timeToFirstChunkMs = outcome === 'ok' ? (isDuring ? 3000 : 1000) : null;
    return sampleAttempt({ endMs, provider, model, outcome, durationMs: 500, timeToFirstChunkMs });
  });
}

async function read(
  incident: Partial<Incident> = {},
  options: Partial<PageReaderOptions> = {},
): Promise<Extract<Page, { kind: 'incident' }>> {
  const store = createMemoryStore();
  await store.append({
    calls: [],
    attempts: [
      ...attemptsOf('anthropic', 'opus', 'overloaded'),
      ...attemptsOf('anthropic', 'haiku', 'vendor_error', recoveredMs),
      ...attemptsOf('anthropic', 'sonnet', 'ok'),
      ...attemptsOf('openai', 'gpt-5-mini', 'ok'),
    ],
  });
  const whole = {
    id: 'A',
    firstBadMs,
    state: 'confirmed',
    confirmedMs: firstBadMs + 30_000,
    evidence,
  } as const;
  await store.save(sampleTransition({ ...whole, models: ['opus'], ...incident }));
  await store.saveRemark({
    kind: 'note',
    id: '1',
    incidentId: 'A',
    atMs: nowMs - 1000,
    author: 'Ada',
    text: 'Seen.',
  });
  return readFrom(store, options);
}

async function readFrom(
  store: Store,
  options: Partial<PageReaderOptions> = {},
): Promise<Extract<Page, { kind: 'incident' }>> {
  const feed = createWallFeed({
    ...{ source: store, storeHealth: store.health, stripMs: 3_600_000, frameMs: 2000, timeCompression: 1 },
    now: () => nowMs,
  });
  const pages = createPageReader({
    ...{
      store,
      feed,
      slos: createSloFeed(),
      maintenances: [],
      explain: ({ id }) => `What ${id} is.`,
      now: () => nowMs,
    },
    ...{
      costPerHour: null,
      retention: { rawDays: 7, secondsDays: 1, minutesDays: 45, hoursDays: 800, daysDays: 800 },
      timeCompression: 1,
    },
    ...options,
  });
  const page = await pages.incident('A');
  if (page?.kind !== 'incident') throw new Error('no page of the incident');
  return page;
}

const modelNamed = (page: IncidentPage, name: string) => page.models.find((model) => model.name === name);

describe('the page of an incident', () => {
  it('counts of each model what its attempts were while it was affected, and nothing before', async () => {
    const page = await read();
    expect(modelNamed(page, 'opus')).toMatchObject({
      verdict: 'affected',
      ...{ attempts: 120, bad: 120, peakShare: 1, shareNow: 1, dominantOutcome: 'overloaded' },
    });
    expect(modelNamed(page, 'haiku')).toMatchObject({
      verdict: 'recovered',
      ...{ attempts: 90, bad: 90, shareNow: 0, dominantOutcome: 'vendor_error', recoveredMs },
    });
    expect(modelNamed(page, 'sonnet')).toMatchObject({
      verdict: 'healthy',
      ...{ attempts: 120, bad: 0, peakShare: null, dominantOutcome: null, firstBadMs: null },
    });
    expect(modelNamed(page, 'instant')).toMatchObject({ verdict: 'undecided', attempts: 0, shareNow: null });
  });

  it('names the affected ones first', async () => {
    expect((await read()).models.map(({ name }) => name)).toEqual(['haiku', 'opus', 'instant', 'sonnet']);
  });

  it('draws all of them, and the vendors that it is not about, on one axis that begins in the calm before', async () => {
    const page = await read();
    const { startMs, cellMs, cells } = page.strip;
    expect(startMs).toBeLessThanOrEqual(firstBadMs - 10 * 60_000);
    expect(startMs + cells * cellMs).toBeGreaterThanOrEqual(nowMs - cellMs);
    for (const { shares } of [...page.models, ...page.controls]) expect(shares).toHaveLength(cells);
    const opus = modelNamed(page, 'opus')?.shares ?? [];
    expect([opus[0], opus.at(-1)]).toEqual([0, 1]);
    expect(page.controls).toMatchObject([
      { provider: 'openai', displayName: 'OpenAI', attempts: 120, bad: 0 },
    ]);
  });

  it('sets the first token beside what was usual in the hour before', async () => {
    const sonnet = modelNamed(await read(), 'sonnet');
    expect(sonnet?.timesUsual).toBeGreaterThan(2.5);
    expect(sonnet?.timesUsual).toBeLessThan(3.5);
    expect(modelNamed(await read(), 'opus')).toMatchObject({ timeToFirstChunkP95Ms: null, timesUsual: null });
  });

  it('counts by the outcomes that the incident is about: a refused key is no failure of the vendor', async () => {
    const page = await read({ channel: 'credential', class: 'credential' });
    expect(modelNamed(page, 'opus')).toMatchObject({ attempts: 120, bad: 0 });
  });

  it('tells what happened, the newest first, notes among it', async () => {
    expect((await read()).timeline).toMatchObject([
      { kind: 'note', who: 'Ada', text: 'Seen.' },
      { kind: 'state', who: 'confirmed' },
    ]);
  });

  it('has a clock of what has happened, and nothing of what has not', async () => {
    expect((await read()).clock.map(({ label, atMs }) => [label, atMs])).toEqual([
      ['first bad attempt', firstBadMs],
      ['suspected', firstBadMs + 8000],
      ['confirmed', firstBadMs + 30_000],
    ]);
  });

  it('costs what an hour costs by the configuration, and nothing is said where nothing is configured', async () => {
    const page = await read({}, { costPerHour: { amount: 3600, currency: 'USD' } });
    expect(page.cost).toEqual({ amount: 1200, currency: 'USD', perHour: 3600, durationMs: 20 * 60_000 });
    expect((await read()).cost).toBeNull();
  });

  it('of a suspicion that came to nothing accuses nobody', async () => {
    const page = await read({ state: 'cleared', resolvedMs: recoveredMs, confirmedMs: null });
    expect(page.incident.title).toBe('A suspicion that came to nothing: Anthropic may be failing on opus');
  });

  it('once it is over has a title of what was, and no “now”', async () => {
    const page = await read({ state: 'resolved', resolvedMs: recoveredMs, models: [] });
    expect(page.incident.title).toBe('Anthropic failed on 2 of 4 models');
    expect(page.models.every(({ shareNow }) => shareNow === null)).toBe(true);
  });
});

it('explains the class that is shown by what was weighed when it was that, not by the last minute of it', async () => {
  const store = createMemoryStore();
  const weighed = (probability: number): Incident['evidence'] => ({
    ...evidence,
    hypotheses: [{ class: 'vendor_wide', probability }],
  });
  const during = {
    id: 'A',
    firstBadMs,
    state: 'confirmed',
    confidence: 0.99,
    evidence: weighed(0.99),
  } as const;
  await store.save(sampleTransition(during));
  const end = { state: 'resolved', class: 'single_model', resolvedMs: recoveredMs, confidence: 0.6 } as const;
  await store.save(sampleTransition({ ...during, ...end, evidence: weighed(0.01) }, recoveredMs));
  const page = await readFrom(store);
  expect(page.hypotheses).toEqual([{ class: 'vendor_wide', probability: 0.99 }]);
  expect(page.incident).toMatchObject({ class: 'vendor_wide', confidence: 0.99, state: 'resolved' });
});

describe('the report', () => {
  it('holds the whole story as Markdown', async () => {
    const report = reportOf(await read());
    expect(report).toContain('# Anthropic is failing on opus');
    expect(report).toMatch(/\| opus \| affected \| 100.0 % \| overloaded \| 120 \| 120 \|/);
    expect(report).toContain('| OpenAI | 0.0 % | 120 |');
    expect(report.indexOf('**confirmed**')).toBeLessThan(report.indexOf('**Ada**'));
  });

  it('lets no name out of its cell', async () => {
    const page = await read();
    const models = page.models.map((model) => ({ ...model, name: 'a | b\n# <img src=x> [x](http://evil)' }));
    const report = reportOf({ ...page, models });
    expect(report).toContain('| a \\| b # \\<img src=x\\> \\[x\\](http://evil) |');
  });
});
