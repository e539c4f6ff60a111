import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { complaintsOf, openPage, startChromium } from '../support/chromium.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type Collector, startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { hostileTexts, markupMark, ownedMark } from '../support/hostile-texts.ts';
import { sendCalls } from '../support/otlp-sender.ts';
import { createCall } from '../support/synthetic-calls.ts';
import { startTraffic } from '../support/traffic.ts';

const whole = createCleanup();
const cleanup = createCleanup();
const names = Object.values(hostileTexts);
/** What a name becomes on its way: UTF-8 has no half of a surrogate pair. */
const told = (name: string): string => Buffer.from(name).toString();
let browser: Browser;
let collector: Collector;
let incidentId = '';

/** Vendors and models of hostile names, and an outage of one of them. */
beforeAll(async () => {
  browser = await startChromium(whole);
  collector = await startCollector(whole, {
    FAULTLINE_TIME_COMPRESSION: '30',
    FAULTLINE_STATUS_PUBLIC: 'true',
    FAULTLINE_STATUS_TITLE: hostileTexts.image,
  });
  const traffic = startTraffic(whole, collector.url, {
    anthropic: [hostileTexts.script, hostileTexts.image, hostileTexts.prototype, hostileTexts.link],
    [hostileTexts.script]: ['constructor'],
    openai: names,
  });
  await eventually('all vendors are normal', async () => {
    const { vendors } = await collector.wall();
    return vendors.length === 3 && vendors.every(({ state }) => state === 'ok');
  });
  traffic.fail('anthropic');
  await eventually('the incident is confirmed', async () => {
    const found = (await collector.incidents()).find(({ state }) => state === 'confirmed');
    incidentId = found?.id ?? '';
    return found;
  });
});
afterEach(cleanup.run);
afterAll(whole.run);

async function text(path: string): Promise<string> {
  const answer = await fetch(collector.url + path);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
}

async function expectInert(page: Page, path: string, marks: readonly string[]): Promise<void> {
  await page.goto(collector.url + path);
  expect([path, await page.evaluate(`globalThis.${ownedMark}`)]).toEqual([path, undefined]);
  expect([path, await page.locator('[onerror], [onload], a[href^="javascript:"]').count()]).toEqual([
    path,
    0,
  ]);
  const shown = await page.locator('body').textContent();
  for (const mark of marks) expect([path, shown]).toEqual([path, expect.stringContaining(mark)]);
}

test.each([true, false])(
  'no name runs on any page of the console (JavaScript: %s)',
  async (javaScriptEnabled) => {
    const page = await openPage(browser, cleanup, { javaScriptEnabled });
    const complaints = javaScriptEnabled ? await complaintsOf(page) : [];
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => dialogs.push(dialog.message()));
    const { calls } = await collector.read<{ calls: { traceId: string }[] }>(
      `/api/v1/calls?model=${encodeURIComponent(hostileTexts.image)}`,
    );
    const asked = encodeURIComponent(hostileTexts.image);
    await expectInert(page, '/', [markupMark]);
    await expectInert(page, '/incidents', []);
    await expectInert(page, `/incidents/${incidentId}`, [markupMark]);
    await expectInert(page, '/slos', []);
    await expectInert(page, '/explore', [markupMark]);
    await expectInert(page, `/calls?model=${asked}`, [markupMark]);
    await expectInert(page, `/calls/${calls[0]?.traceId}`, [markupMark]);
    await expectInert(page, `/login?next=/${asked}`, []);
    await expectInert(page, '/api/v1/reference', []);
    expect(complaints).toEqual([]);
  },
);

test('every name is counted under itself, whatever it means to SQL or to an object', async () => {
  await eventually('all of them are counted', async () => {
    const { vendors } = await collector.wall();
    const models = vendors.find(({ provider }) => provider === 'openai')?.models.map(({ model }) => model);
    expect(models?.toSorted()).toEqual(names.map(told).toSorted());
    return true;
  });
  for (const name of names.map(told)) {
    const { calls } = await collector.read<{ calls: { model: string }[] }>(
      `/api/v1/calls?provider=openai&limit=1&model=${encodeURIComponent(name)}`,
    );
    expect(calls.map(({ model }) => model)).toEqual([name]);
  }
});

test('metrics, feeds, badges and reports are documents of their kind', async () => {
  const page = await openPage(browser, cleanup);
  await page.goto(`${collector.url}/login`);
  const isXml = (document: string): Promise<boolean> =>
    page.evaluate(
      `new DOMParser().parseFromString(${JSON.stringify(document)}, 'text/xml').querySelector('parsererror') === null`,
    );
  // No path has a line break in it that means a model.
  const badges = names
    .filter((name) => !/[\r\n\u2028]/.test(name))
    .map((name) => `/status/badge/openai/${encodeURIComponent(told(name))}.svg`);
  for (const path of ['/status/history.atom', '/status/history.rss', ...badges]) {
    const answer = await fetch(collector.url + path);
    const document = await answer.text();
    expect([path, answer.headers.get('content-type')]).toEqual([path, expect.stringMatching(/xml/)]);
    expect([path, await isXml(document)]).toEqual([path, true]);
    expect(document).not.toContain(markupMark);
  }
  const sample =
    /^[a-z_:][\w:]*(\{([a-z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*\})? (?:[-+]?[\d.e+-]+|NaN|[+-]Inf)$/i;
  const lines = (await text('/metrics')).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines.filter((line) => !sample.test(line))).toEqual([]);
  expect(lines.filter((line) => /^up\{/.test(line))).toEqual([]);
  const month = new Date().toISOString().slice(0, 7);
  const vendor = encodeURIComponent(hostileTexts.script);
  for (const path of [
    `/api/v1/incidents/${incidentId}/report.md`,
    `/api/v1/sla/${vendor}/${month}?format=markdown`,
  ])
    expect(await text(path)).not.toMatch(/(?<!\\)<(script|img|svg)|(?<!\\)\]\(|\n.*forged/);
  expect(await text(`/api/v1/sla/${vendor}/${month}?format=csv`)).not.toMatch(/(^|,)"?[=+@-]/m);
});

test('ten thousand models, and one whose name is a megabyte, are not more than anything can hold', async () => {
  const send = (models: readonly string[]): Promise<boolean> =>
    sendCalls(
      collector.url,
      models.map((model) => createCall({ provider: 'mistral_ai', model, outcome: 'ok' })),
      AbortSignal.timeout(120_000),
    );
  for (let batch = 0; batch < 10; batch += 1)
    expect(await send(Array.from({ length: 1_000 }, (_, at) => `model-${batch}-${at}`))).toBe(true);
  expect(await send(['m'.repeat(1_000_000)])).toBe(true);
  expect(await collector.metric('faultline_receive_accepted_total')).toBeGreaterThanOrEqual(10_001);
  const vendor = await eventually('the wall shows them', async () => {
    const { vendors } = await collector.wall();
    const found = vendors.find(({ provider }) => provider === 'mistral_ai');
    return found?.models.some(({ model }) => model === 'other') ? found : undefined;
  });
  expect(vendor.models.length).toBeLessThanOrEqual(501);
  expect(Math.max(...vendor.models.map(({ model }) => model.length))).toBeLessThanOrEqual(200);
  const series = (await text('/metrics')).split('\n').length;
  expect(series).toBeLessThan(20_000);
});
