import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { systemProgram } from './child-process.ts';
import type { Cleanup } from './cleanup.ts';

const program = process.env.CHROMIUM ?? '/usr/bin/chromium';

export async function startChromium(cleanup: Cleanup): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: systemProgram(program, 'chromium') });
  cleanup.add(() => browser.close());
  return browser;
}

/** Slow machines draw late: a page has as long for it as everything else here. */
const pageMsMax = 60_000;

/** A page of a visitor of its own. */
export async function openPage(
  browser: Browser,
  cleanup: Cleanup,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext(options);
  cleanup.add(() => context.close());
  context.setDefaultTimeout(pageMsMax);
  return context.newPage();
}

/** Waits until the page says so of its stream: `live`, `reconnecting`. */
export function liveMark(page: Page, word: string): Promise<void> {
  return page.locator('.live .mark', { hasText: word }).waitFor();
}

/** What a page complains about: uncaught errors, errors on its console, and breaches of its security policy. */
export async function complaintsOf(page: Page): Promise<readonly string[]> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.exposeFunction('reportViolation', (text: string) => complaints.push(text));
  await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    reportViolation(event.violatedDirective + ' ' + event.blockedURI))`);
  return complaints;
}
