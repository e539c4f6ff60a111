import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { complaintsOf, liveMark, openPage, startChromium } from '../support/chromium.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type Collector, startCollector } from '../support/collector.ts';

const whole = createCleanup();
const cleanup = createCleanup();
let browser: Browser;
let collector: Collector;
const token = 'operate-token-of-kim-1234567';

beforeAll(async () => {
  browser = await startChromium(whole);
  collector = await startCollector(whole, { FAULTLINE_ACCESS_OPERATE: token });
});
afterEach(cleanup.run);
afterAll(whole.run);

async function signIn(page: Page, text = token): Promise<void> {
  await page.getByLabel('Token').fill(text);
  await page.getByRole('button', { name: 'Sign in' }).press('Enter');
}

test.each([true, false])(
  'one signs in, lands where one wanted to go, and signs out (JavaScript: %s)',
  async (javaScriptEnabled) => {
    const page = await openPage(browser, cleanup, { javaScriptEnabled });
    const complaints = javaScriptEnabled ? await complaintsOf(page) : [];
    await page.goto(`${collector.url}/?a=1`);
    expect(new URL(page.url()).pathname).toBe('/login');
    expect(await page.locator('h1').textContent()).toBe('Sign in with the token you were given.');
    expect(await page.evaluate('document.activeElement.id')).toBe('token');
    await signIn(page);
    await page.waitForURL(`${collector.url}/?a=1`);
    if (javaScriptEnabled) await liveMark(page, 'live');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${collector.url}/login`);
    await page.goto(collector.url);
    expect(new URL(page.url()).pathname).toBe('/login');
    expect(complaints).toEqual([]);
  },
);

test('a wrong token is told in words, beside the field, and is gone from it', async () => {
  const page = await openPage(browser, cleanup, { viewport: { width: 390, height: 844 } });
  await page.goto(`${collector.url}/login?next=/%3Fa=1`);
  await signIn(page, 'some-wrong-token-of-yesterday');
  await page.getByRole('alert').filter({ hasText: 'This token is not known here.' }).waitFor();
  expect(await page.getByLabel('Token').inputValue()).toBe('');
  expect(await page.getByLabel('Token').getAttribute('aria-describedby')).toBe('problem');
  expect(await page.content()).not.toContain('yesterday');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  await signIn(page);
  await page.waitForURL(`${collector.url}/?a=1`);
});

test('whoever comes from the link of an alert stays signed in, and a form of another site does nothing', async () => {
  const elsewhere = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<a href="${collector.url}/">alert</a>
      <form method="post" action="${collector.url}/logout"><button>free money</button></form>
      <form method="post" enctype="text/plain" action="${collector.url}/api/v1/incidents/A/notes"><button>cat</button></form>`);
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  cleanup.add(() => new Promise((resolve) => elsewhere.close(resolve)));
  // Another site by name; browsers lead it to this machine.
  const url = `http://localhost:${(elsewhere.address() as AddressInfo).port}/`;

  const page = await openPage(browser, cleanup);
  await page.goto(collector.url);
  await signIn(page);
  await page.waitForURL(`${collector.url}/`);
  for (const name of ['free money', 'cat']) {
    await page.goto(url);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'POST'),
      page.getByRole('button', { name }).click(),
    ]);
    expect([401, 403]).toContain(answer.status());
  }
  await page.goto(url);
  await page.getByRole('link', { name: 'alert' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
});
