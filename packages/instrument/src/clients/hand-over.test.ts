import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startVendors } from '@faultline/simulator';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const closing: (() => unknown)[] = [];

beforeAll(() => {
  if (existsSync(`${packageRoot}/dist/register.mjs`) && existsSync(`${packageRoot}/dist/register.cjs`))
    return;
  execFileSync('npx', ['tsdown', '--logLevel', 'error'], { cwd: packageRoot });
}, 120_000);

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** An SDK that tries twice, in a shape of its own. */
const foreignClass = `class OpenAI {
  constructor(url) { this.url = url; }
  async complete() {
    const request = { method: 'POST', body: JSON.stringify({ model: 'gpt-5.4', messages: [{ role: 'user', content: 'Hi' }] }) };
    const first = await fetch(this.url + '/chat/completions', request);
    await first.text();
    const second = first.ok ? first : await fetch(this.url + '/chat/completions', request);
    return (await second.json()).choices[0].message.content;
  }
}`;
/** The methods by which retries are followed, of which nobody knows what they mean by now. */
const likeOurs = foreignClass.replace(/\}$/, '  async makeRequest() {}\n  async buildRequest() {}\n}');
const useIt = `new OpenAI(process.env.OPENAI_URL).complete().then((answer) => { console.log(answer); process.exitCode = 3; });`;

const formats = {
  CJS: { flag: '--require', app: 'app.cjs', text: `const { OpenAI } = require('openai'); ${useIt}` },
  ESM: { flag: '--import', app: 'app.mjs', text: `import { OpenAI } from 'openai'; ${useIt}` },
} as const;

/** The app, and an `openai` of this version that it has installed. */
function appFolder(version: string, source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-hand-over-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const sdk = join(folder, 'node_modules', 'openai');
  mkdirSync(sdk, { recursive: true });
  const exports = { '.': { import: './index.mjs', require: './index.js' } };
  writeFileSync(join(sdk, 'package.json'), JSON.stringify({ name: 'openai', version, exports }));
  writeFileSync(join(sdk, 'index.js'), `${source}\nexports.OpenAI = OpenAI;`);
  writeFileSync(join(sdk, 'index.mjs'), `${source}\nexport { OpenAI };`);
  for (const { app, text } of Object.values(formats)) writeFileSync(join(folder, app), text);
  writeFileSync(
    join(folder, 'keep-metrics.cjs'),
    `const { metricsRegistry } = require(${JSON.stringify(join(packageRoot, 'dist/index.cjs'))});
    process.on('beforeExit', async () => {
      require('node:fs').writeFileSync('metrics.txt', await metricsRegistry.metrics());
    });`,
  );
  return folder;
}

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Against a vendor of its own that fails once. */
async function run(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Run> {
  const vendors = await startVendors({ latencyFactor: 0, now: () => 1_780_000_000_000 });
  closing.push(() => vendors.close());
  vendors.override({ faults: ['server_error', null] });
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, OPENAI_URL: `${vendors.urls.openai}/v1`, ...env },
  });
  closing.push(() => child.kill('SIGKILL'));
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (text) => {
      said[name] += text;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

/** A collector; attribute keys and values are readable in protobuf. */
async function startSink(): Promise<{ readonly url: string; received(): string }> {
  const bodies: Buffer[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/v1/traces') request.on('data', (chunk: Buffer) => bodies.push(chunk));
    request.resume().on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close().closeAllConnections());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => Buffer.concat(bodies).toString('latin1'),
  };
}

const count = (text: string, part: string): number => text.split(part).length - 1;

describe('an app with a version of an SDK that nobody here has seen', { timeout: 60_000 }, () => {
  it.each([
    ['of another shape', 'CJS', '99.0.0', foreignClass],
    ['of another shape', 'ESM', '99.0.0', foreignClass],
    ['that looks like the ones we know', 'CJS', '99.0.0', likeOurs],
    ['that looks like the ones we know', 'ESM', '99.0.0', likeOurs],
    ['of a known major, in another shape', 'CJS', '6.999.0', foreignClass],
    ['of a known major, in another shape', 'ESM', '6.999.0', foreignClass],
  ] as const)(
    'runs as before, is told so once, and each request is a call: %s, %s',
    async (_, format, version, source) => {
      const folder = appFolder(version, source);
      const { flag, app } = formats[format];
      const register = join(packageRoot, 'dist', format === 'ESM' ? 'register.mjs' : 'register.cjs');
      const bare = await run(folder, [app], {});
      expect(bare).toMatchObject({ code: 3, stdout: expect.stringMatching(/./), stderr: '' });

      const sink = await startSink();
      const flags = [flag, register, '--require', './keep-metrics.cjs'];
      const observed = await run(folder, [...flags, app], { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url });
      expect([observed.code, observed.stdout]).toEqual([bare.code, bare.stdout]);
      expect(count(observed.stderr, 'FaultlineWarning')).toBe(1);
      expect(observed.stderr).toContain(`openai ${version} is not covered`);
      expect(readFileSync(join(folder, 'metrics.txt'), 'utf8')).toContain(
        `faultline_instrument_sdk_info{package="openai",version="${version}",covered="false"} 1`,
      );
      const spans = sink.received();
      expect(count(spans, 'faultline.attempts')).toBe(2);
      expect(count(spans, 'faultline.span.role')).toBe(0);
      expect(count(spans, 'vendor_error')).toBe(1);
    },
  );
});
