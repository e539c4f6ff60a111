// An hour of ordinary traffic in which everything goes wrong once: is anything lost, counted twice, told wrongly, growing?
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freePort } from '../free-port.mjs';
import { describeMachine } from '../machine.mjs';
import { publish } from '../publish.mjs';
import { startPager, superviseAlertmanager } from './alertmanager.mjs';
import { inflict } from './chaos.mjs';
import { superviseCollector } from './collector.mjs';
import { mountDisk } from './disk.mjs';
import { createReader } from './engine-query.mjs';
import { startLoad } from './load.mjs';
import { createLogBook } from './log-book.mjs';
import { planFor } from './plan.mjs';
import { report } from './report.mjs';
import { settle } from './settle.mjs';
import { watch } from './watch.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    rate: { type: 'string', default: '2000' },
    /** Names of steps of the plan, with commas; the others are left out. */
    only: { type: 'string', default: '' },
    'disk-gib': { type: 'string', default: '8' },
    /** Only shows what would be written into the documentation. */
    dry: { type: 'boolean', default: false },
  },
});
const operating = fileURLToPath(new URL('../../docs/operating.md', import.meta.url));
const readerKey = 'a-key-that-only-this-run-knows';
const webhookSecret = 'a-secret-that-nobody-asks-for';

/** Hosts that no name server knows: a second Alertmanager, a webhook, and the vendors' status pages. */
const nowhere = (name) => `http://${name}.invalid`;
const builtInPages = [
  'gcp.vertex_ai',
  'aws.bedrock',
  'azure.ai.openai',
  'groq',
  'cohere',
  'fireworks_ai',
  'perplexity',
  'deepseek',
  'x_ai',
];

function configuration(alertmanagerUrl) {
  return JSON.stringify({
    alertmanager: { urls: [alertmanagerUrl, nowhere('alertmanager')] },
    webhooks: [{ url: nowhere('webhook'), secret: webhookSecret }],
    official: {
      enabled: true,
      sources: [
        ...['anthropic', 'openai'].map((provider) => ({
          provider,
          format: 'statuspage',
          url: nowhere(provider),
        })),
        ...builtInPages.map((provider) => ({ provider, enabled: false })),
      ],
    },
  });
}

const loadAtStart = loadavg();
const { steps, endSeconds } = planFor(Number(values.minutes), values.only.split(',').filter(Boolean));
const folder = mkdtempSync(join(tmpdir(), 'faultline-soak-'));
const [clockFile, heapFile] = [join(folder, 'clock'), join(folder, 'heap')];
writeFileSync(clockFile, '0');
const disk = mountDisk(join(folder, 'disk'), Number(values['disk-gib']) * 2 ** 30);
const dataDir = join(folder, 'disk', 'data');
const pager = await startPager();
const [port, readerPort, alertmanagerPort] = [await freePort(), await freePort(), await freePort()];
const alertmanager = superviseAlertmanager({ folder, port: alertmanagerPort, pagerUrl: pager.url });
const configFile = join(folder, 'faultline.yaml');
writeFileSync(configFile, configuration(alertmanager.url));
const logBook = createLogBook();
const collector = superviseCollector({
  flags: [
    '--config',
    configFile,
    '--port',
    String(port),
    '--data-dir',
    dataDir,
    '--clickhouse-readonly-port',
    String(readerPort),
  ],
  env: { SOAK_CLOCK_FILE: clockFile, SOAK_HEAP_FILE: heapFile, FAULTLINE_CLICKHOUSE_READER_KEY: readerKey },
  logFile: join(folder, 'collector.log'),
  onLine: logBook.add,
});
const url = `http://127.0.0.1:${port}`;

await alertmanager.start();
collector.start();
while (!(await fetch(`${url}/readyz`).catch(() => undefined))?.ok) await sleep(200);
const load = startLoad({ url, rate: values.rate, ledgerFile: join(folder, 'ledger.ndjson') });
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, async () => {
    say('interrupted: nothing is published');
    await Promise.all([load.stop(), collector.stop(), alertmanager.stop()]);
    disk.release();
    process.exit(130);
  });
const startMs = Date.now();
const clock = { shiftMs: 0 };
say(`${steps.length} steps in ${Math.round(endSeconds / 60)} minutes; everything is in ${folder}`);
const watched = watch({
  url,
  collector,
  heapFile,
  dataDir: join(folder, 'disk'),
  ask: createReader(`http://127.0.0.1:${readerPort}`, readerKey),
  shiftMs: () => clock.shiftMs,
  startMs,
  say,
});
const house = {
  url,
  collector,
  alertmanager,
  disk,
  tellSender: load.tell,
  clockFile,
  setShift: (shiftMs) => {
    clock.shiftMs = shiftMs;
  },
};
const done = await Promise.all(
  steps.map(async (step) => {
    await sleep(Math.max(0, startMs + step.atSeconds * 1000 - Date.now()));
    say(`${step.name} for ${step.seconds} s`);
    const inflicted = await inflict(house, step);
    say(`${step.name} is over ${inflicted.note}`);
    return inflicted;
  }),
);
await sleep(Math.max(0, startMs + endSeconds * 1000 - Date.now()));
say('the senders stop');
const senderCpuSeconds = await load.stop();
const ended = await settle({ url, collector, watched, folder, dataDir, rate: Number(values.rate) });
await alertmanager.stop();
pager.close();
const engineVersion = ended.engineVersion;
const result = {
  machine: describeMachine(loadAtStart),
  command: `npm run bench:soak -- --minutes ${values.minutes} --rate ${values.rate}${values.only ? ` --only ${values.only}` : ''}`,
  versions: { engine: engineVersion, alertmanager: alertmanager.version() },
  rate: Number(values.rate),
  niceness: getPriority(),
  startMs,
  endMs: startMs + endSeconds * 1000,
  done,
  looks: watched.looks,
  samples: watched.samples,
  notifications: pager.received,
  log: logBook.summary(),
  starts: collector.starts(),
  senderCpuSeconds,
  ledger: readFileSync(join(folder, 'ledger.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)),
  ...ended,
};
writeFileSync(join(folder, 'result.json'), JSON.stringify(result));
disk.release();
rmSync(join(folder, 'alertmanager'), { recursive: true, force: true });
const { markdown, isGood } = report(result);
console.log(markdown);
if (!values.dry) publish(operating, 'soak', markdown);
say(`what was measured is in ${folder}`);
process.exit(isGood ? 0 : 1);

function say(what) {
  console.log(`${new Date().toISOString()} ${what}`);
}
