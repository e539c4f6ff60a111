import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { complaintsOf, liveMark, openPage, startChromium } from '../support/chromium.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type Collector, startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { startTraffic, type Traffic } from '../support/traffic.ts';

// One fleet and one collector for the whole file; each test first brings about the state it is about.

const whole = createCleanup();
const cleanup = createCleanup();
let browser: Browser;
let collector: Collector;
let traffic: Traffic;

beforeAll(async () => {
  browser = await startChromium(whole);
  collector = await startCollector(whole, {
    FAULTLINE_TIME_COMPRESSION: '30',
    FAULTLINE_STRIP_SECONDS: '180',
  });
  traffic = startTraffic(whole, collector.url);
});
afterEach(cleanup.run);
afterAll(whole.run);

const normal = 'All vendors are normal.';
const noTraffic = 'No LLM traffic seen yet.';
const outage = /^Anthropic is failing on all 5 models, for /;

async function quiet(): Promise<void> {
  traffic.recover('anthropic');
  await eventually(
    'the wall says that all is normal',
    async () => (await collector.wall()).headline === normal,
  );
}

async function anthropicFails(): Promise<void> {
  traffic.fail('anthropic');
  await eventually('the wall tells the outage', async () => {
    const { headline, incidents, vendors } = await collector.wall();
    const failing = vendors.find(({ provider }) => provider === 'anthropic');
    const everywhere = failing?.models.every(({ state }) => state === 'down');
    return outage.test(headline) && incidents[0]?.state === 'confirmed' && everywhere;
  });
}

const headlineOf = (page: Page): Promise<string | null> => page.locator('h1').textContent();
const rowOf = (page: Page, name: string): Promise<string | null> =>
  page
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
    .textContent();

test('the headline turns with the outage, without a reload, and blames nobody else', async () => {
  await quiet();
  const page = await openPage(browser, cleanup);
  const complaints = await complaintsOf(page);
  await page.goto(collector.url);
  await liveMark(page, 'live');
  expect(await headlineOf(page)).toBe(normal);
  await page.evaluate('window.isSamePage = true');

  await anthropicFails();
  await page.locator('h1', { hasText: outage }).waitFor();
  for (const name of ['Anthropic', ...(traffic.models.anthropic ?? [])]) {
    await eventually(`the row of ${name} says failing`, async () =>
      (await rowOf(page, name))?.includes('failing'),
    );
  }
  expect(await page.title()).toContain('■ Anthropic is failing');
  for (const name of ['OpenAI', ...(traffic.models.openai ?? [])]) {
    expect(await rowOf(page, name)).toContain('normal');
  }
  expect(await page.evaluate('window.isSamePage')).toBe(true);
  expect(complaints).toEqual([]);
});

test('a reload in the middle of the outage shows the same at once', async () => {
  await anthropicFails();
  const page = await openPage(browser, cleanup);
  const complaints = await complaintsOf(page);
  await page.goto(collector.url);
  await liveMark(page, 'live');
  const before = await headlineOf(page);
  await page.reload({ waitUntil: 'commit' });
  const after = await headlineOf(page);
  expect([before, after]).toEqual([expect.stringMatching(outage), expect.stringMatching(outage)]);
  await liveMark(page, 'live');
  expect(complaints).toEqual([]);
});

test('without JavaScript the page is complete, and says how old it is and how to renew it', async () => {
  await anthropicFails();
  const page = await openPage(browser, cleanup, { javaScriptEnabled: false });
  await page.goto(collector.url);
  expect(await headlineOf(page)).toMatch(outage);
  expect(await rowOf(page, 'Anthropic')).toContain('failing');
  expect(await rowOf(page, 'OpenAI')).toContain('normal');
  expect(await page.locator('.live').textContent()).toMatch(/^snapshot\s+data \d+\s+s old$/);
  expect(await page.locator('noscript .notice').isVisible()).toBe(true);
});

test('a phone shows the wall without scrolling sideways', async () => {
  await anthropicFails();
  const page = await openPage(browser, cleanup, { viewport: { width: 390, height: 844 } });
  await page.goto(collector.url);
  await liveMark(page, 'live');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  expect(await rowOf(page, 'Anthropic')).toContain('failing');
  expect(await page.locator('h1').isVisible()).toBe(true);
});

test('while the collector is away the page says so, keeps what it knew, and goes on by itself', async () => {
  await anthropicFails();
  const page = await openPage(browser, cleanup);
  await page.goto(collector.url);
  await liveMark(page, 'live');
  await page.evaluate(`window.headlines = [];
    new MutationObserver(() => window.headlines.push(document.querySelector('h1').textContent))
      .observe(document.body, { characterData: true, childList: true, subtree: true })`);

  await collector.kill();
  await liveMark(page, 'reconnecting');
  expect(await headlineOf(page)).toMatch(outage);
  await collector.restart();
  // A collector that has not looked yet must not say that there is nothing to see.
  expect((await collector.wall()).headline).not.toBe(noTraffic);
  await liveMark(page, 'live');
  await anthropicFails();
  await page.locator('h1', { hasText: outage }).waitFor();
  const headlines = (await page.evaluate('window.headlines')) as readonly string[];
  expect([...new Set(headlines)]).not.toContain(noTraffic);
});

test('the all-clear comes to an open page', async () => {
  await anthropicFails();
  const page = await openPage(browser, cleanup);
  await page.goto(collector.url);
  await page.locator('h1', { hasText: outage }).waitFor();
  await quiet();
  await page.locator('h1', { hasText: normal }).waitFor();
  await eventually('the row says normal', async () => (await rowOf(page, 'Anthropic'))?.includes('normal'));
});

test('the first steps of an empty wall lead to where the page was reached', async () => {
  const empty = await startCollector(cleanup);
  const page = await openPage(browser, cleanup);
  await page.goto(empty.url);
  await page.locator('code', { hasText: `OTEL_EXPORTER_OTLP_ENDPOINT=${empty.url} node` }).waitFor();
});
