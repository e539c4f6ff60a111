// Regenerates the pictures in docs/images from a running demo: `npm run screenshots`. Needs chromium.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { chromium } = createRequire(join(root, 'test/package.json'))('playwright-core');

const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
];
/** The most telling moment: some models have recovered, others still fail. */
const failingModels = 3;
const waitMsMax = 150_000;
const heightMax = 1200;

const demo = spawn('node', [join(root, 'packages/collector/bin/faultline.js'), 'demo', '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const url = await firstMatch(demo, /Console: (\S+)/);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
  const incidentId = await eventually(() => incidentOfTheMoment(url));
  await takePictures(browser, 'wall', url);
  await takePictures(browser, 'incident', `${url}/incidents/${incidentId}`);
  await eventually(async () => (await readJson(`${url}/api/v1/slos`)).slos.length > 0);
  await takePictures(browser, 'slos', `${url}/slos`);
  await browser.close();
} finally {
  demo.kill('SIGINT');
}

function firstMatch(child, pattern) {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      process.stdout.write(`${line}\n`);
      const match = pattern.exec(line);
      if (match) resolve(match[1]);
    });
    child.once('exit', (code) => reject(new Error(`the demo ended with code ${code}`)));
  });
}

async function takePictures(browser, subject, url) {
  for (const { name, ...look } of looks) {
    const page = await browser.newPage({ ...look, deviceScaleFactor: 2 });
    await page.goto(url);
    await page.getByText('live', { exact: false }).first().waitFor();
    const path = join(root, 'docs/images', `${subject}-${name}.png`);
    // A list of every service level is longer than anybody reads.
    const clip =
      subject === 'slos' ? { x: 0, y: 0, width: look.viewport.width, height: heightMax } : undefined;
    await page.screenshot({ path, fullPage: true, clip });
    process.stdout.write(`${path}\n`);
    await page.close();
  }
}

async function incidentOfTheMoment(url) {
  const { incidents } = await readJson(`${url}/api/v1/wall`);
  return incidents.find(({ state, models }) => state === 'confirmed' && models.length === failingModels)?.id;
}

async function readJson(url) {
  return (await fetch(url)).json();
}

/** What `ask` answers once that is something. */
async function eventually(ask) {
  const giveUpMs = Date.now() + waitMsMax;
  while (Date.now() < giveUpMs) {
    const answer = await ask();
    if (answer) return answer;
    await sleep(250);
  }
  throw new Error('the demo never came to that moment');
}
