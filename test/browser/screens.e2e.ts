import { gzipSync } from 'node:zlib';
import type { Page as PageData, Wall } from '@faultline/conventions';
import { EventSource } from 'eventsource';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { axeFindings } from '../support/axe.ts';
import { complaintsOf, liveMark, openPage, startChromium } from '../support/chromium.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type Collector, startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { askStored } from '../support/stored-rows.ts';
import { startTraffic, type Traffic } from '../support/traffic.ts';

// One outage for the whole file, in the order of its tests: it begins, it is looked at, it ends, it is counted.

const whole = createCleanup();
const cleanup = createCleanup();
let browser: Browser;
let collector: Collector;
let traffic: Traffic;
let incidentId = '';

beforeAll(async () => {
  browser = await startChromium(whole);
  collector = await startCollector(whole, {
    FAULTLINE_TIME_COMPRESSION: '30',
    FAULTLINE_STRIP_SECONDS: '180',
  });
  traffic = startTraffic(whole, collector.url);
  await eventually(
    'the wall says that all is normal',
    async () => (await collector.wall()).headline === 'All vendors are normal.',
  );
  followWalls();
  traffic.fail('anthropic');
  await eventually('the outage is confirmed', async () => {
    const incident = (await collector.incidents()).find(({ provider }) => provider === 'anthropic');
    incidentId = incident?.id ?? '';
    return incident !== undefined && incident.confirmedMs !== null;
  });
});
afterEach(cleanup.run);
afterAll(whole.run);

/** Every wall of the outage, as a page is sent them. */
const walls: Wall[] = [];

function followWalls(): void {
  const stream = new EventSource(`${collector.url}/api/v1/wall/stream`);
  whole.add(() => stream.close());
  stream.addEventListener('wall', ({ data }) => walls.push(JSON.parse(data) as Wall));
}

async function incidentPage(): Promise<Extract<PageData, { kind: 'incident' }>> {
  return collector.read(`/api/v1/pages/incidents/${incidentId}`);
}

/** A path for each screen, and a part of its heading. */
async function screens(): Promise<readonly (readonly [path: string, heading: RegExp])[]> {
  const { calls } = await collector.read<{ calls: readonly { traceId: string }[] }>('/api/v1/calls?limit=1');
  return [
    ['/', /Anthropic is failing on all 5 models/],
    ['/incidents', /incident/i],
    [`/incidents/${incidentId}`, /Anthropic/],
    ['/slos', /./],
    ['/explore', /./],
    ['/calls', /./],
    [`/calls/${calls[0]?.traceId}`, /./],
    ['/incidents/unheard-of', /nothing here/i],
  ];
}

test.each<readonly [string, BrowserContextOptions]>([
  ['in light', { viewport: { width: 1280, height: 900 } }],
  ['in dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
  ['on a phone', { viewport: { width: 390, height: 844 } }],
  ['without JavaScript', { javaScriptEnabled: false, bypassCSP: true }],
])('every screen is complete, clean and quiet %s', async (_, options) => {
  const page = await openPage(browser, cleanup, options);
  const isScripted = options.javaScriptEnabled !== false;
  const complaints = isScripted ? await complaintsOf(page) : [];
  for (const [path, heading] of await screens()) {
    await page.goto(`${collector.url}${path}`);
    expect(await page.locator('h1').textContent(), path).toMatch(heading);
    const width = options.viewport?.width;
    if (width) expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBe(width);
    if (isScripted) expect(await axeFindings(page), path).toEqual([]);
  }
  // The browser itself reports the page that is not there.
  expect(complaints.filter((text) => !text.includes('status of 404'))).toEqual([]);
});

test('the keyboard alone leads from the wall to the incident', async () => {
  const page = await openPage(browser, cleanup);
  await page.goto(collector.url);
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.className')).toBe('skip');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.activeElement.id')).toBe('main');
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.pathname')).toBe(`/incidents/${incidentId}`);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/incidents/${incidentId}`);
});

test('a note that somebody writes stands in the story of the incident', async () => {
  const page = await openPage(browser, cleanup);
  await page.goto(`${collector.url}/incidents/${incidentId}`);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Note').fill('Failed over to OpenAI.');
  await page.getByRole('button', { name: 'Add the note' }).click();
  await page.locator('.timeline .entry-note', { hasText: 'Failed over to OpenAI.' }).waitFor();
});

test('the page of the incident follows it to its end without a reload', async () => {
  const page = await openPage(browser, cleanup);
  await page.goto(`${collector.url}/incidents/${incidentId}`);
  await liveMark(page, 'live');
  await page.evaluate('window.isSamePage = true');
  traffic.recover('anthropic');
  await page.locator('h1', { hasText: 'Anthropic failed on all 5 models' }).waitFor();
  expect(await page.locator('.dateline .mark').textContent()).toBe('resolved');
  expect(await page.locator('.clock').textContent()).toMatch(
    /first bad attempt.*suspected.*confirmed.*resolved/s,
  );
  expect(await page.evaluate('window.isSamePage')).toBe(true);
});

test('service levels are told, worst first, once they have been evaluated', async () => {
  const page = await openPage(browser, cleanup);
  await page.goto(`${collector.url}/slos`);
  // They are evaluated once a minute, half a minute behind the clock.
  await page.locator('main', { hasText: 'anthropic' }).waitFor({ timeout: 150_000 });
  expect(await axeFindings(page)).toEqual([]);
  const { slos } = await collector.read<{ slos: readonly { provider: string }[] }>('/api/v1/slos');
  expect(slos[0]?.provider).toBe('anthropic');
});

test('the wall says what happened with the very evaluation that found it', async () => {
  const { events } = await collector.read<{ events: readonly { atMs: number; state: string }[] }>(
    `/api/v1/incidents/${incidentId}`,
  );
  for (const state of ['suspected', 'confirmed', 'recovering', 'resolved']) {
    const atMs = events.find((event) => event.state === state)?.atMs ?? 0;
    const wall = walls.find(({ dataAtMs }) => dataAtMs >= atMs);
    expect(wall?.incidents.find(({ id }) => id === incidentId)?.state, state).toBe(state);
  }
});

test('all of it weighs less than 80 kB over the wire', async () => {
  let bytes = 0;
  for (const name of ['console.js', 'console.css', 'chart.js']) {
    const response = await fetch(`${collector.url}/assets/${name}`);
    expect(response.ok, name).toBe(true);
    bytes += gzipSync(new Uint8Array(await response.arrayBuffer())).length;
  }
  expect(bytes).toBeLessThan(80_000);
});

test('its numbers are those in ClickHouse', async () => {
  const { models, controls, strip, incident } = await incidentPage();
  expect(models.map(({ name }) => name).sort()).toEqual([...(traffic.models.anthropic ?? [])].sort());
  await collector.drained();
  await collector.terminate();
  for (const model of models) {
    const { name, attempts, bad, firstBadMs, recoveredMs } = model;
    const untilMs = recoveredMs ?? incident.resolvedMs ?? 0;
    expect(await countStored(`model = '${name}'`, firstBadMs ?? 0, untilMs, strip.cellMs), name).toEqual({
      attempts,
      bad,
    });
    expect(model.peakShare).toBeGreaterThan(0.8);
    expect(model.dominantOutcome).toBe('overloaded');
  }
  const untilMs = incident.resolvedMs ?? 0;
  const stored = await countStored("provider = 'openai'", incident.firstBadMs, untilMs, strip.cellMs);
  expect(controls).toMatchObject([{ provider: 'openai', ...stored }]);
});

/** Attempts in all cells that touch `[sinceMs, untilMs)`. */
async function countStored(
  where: string,
  sinceMs: number,
  untilMs: number,
  cellMs: number,
): Promise<{ attempts: number; bad: number }> {
  const [from, until] = [Math.floor(sinceMs / cellMs), Math.ceil(untilMs / cellMs)].map(
    (cell) => (cell * cellMs) / 1000,
  );
  return askStored(
    cleanup,
    collector.dataDir,
    `SELECT sum(a.attempts) AS attempts, sumIf(a.attempts, a.outcome = 'overloaded') AS bad FROM faultline.attempts_2s AS a
     WHERE ${where} AND time >= toDateTime(${from}, 'UTC') AND time < toDateTime(${until}, 'UTC')`,
  );
}
