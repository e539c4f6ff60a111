import { fileURLToPath } from 'node:url';
import { startVendors } from '@faultline/simulator';
import { afterEach, expect, test } from 'vitest';
import { type Exit, run } from '../support/child-process.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type Collector, startCollector } from '../support/collector.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const folder = fileURLToPath(new URL('.', import.meta.url));
const esmApp = fileURLToPath(new URL('./apps/sample-app.mjs', import.meta.url));
const commonJsApp = fileURLToPath(new URL('./apps/sample-app.cjs', import.meta.url));

interface AppRun {
  readonly exit: Exit;
  /** What the vendors saw, as `provider status`, in order. */
  readonly served: readonly string[];
}

/** Against vendors of its own, of which one is overloaded for two requests. */
async function runApp(flags: readonly string[], env: Readonly<Record<string, string>>): Promise<AppRun> {
  const vendors = await startVendors({ latencyFactor: 0, now: () => 0 });
  cleanup.add(() => vendors.close());
  vendors.override({ model: 'claude-opus-4-8', faults: ['overloaded', 'overloaded', null] });
  const { urls } = vendors;
  const hosts = Object.entries(urls).map(([provider, url]) => `${new URL(url).host}=${provider}`);
  const exit = await run(cleanup, {
    command: process.execPath,
    args: flags,
    env: {
      OPENAI_URL: `${urls.openai}/v1`,
      ANTHROPIC_URL: urls.anthropic,
      FAULTLINE_PROVIDER_HOSTS: hosts.join(','),
      ...env,
    },
    cwd: folder,
  });
  return { exit, served: vendors.served().map(({ provider, status }) => `${provider} ${status}`) };
}

async function counted(collector: Collector, metric: string): Promise<Record<string, number>> {
  const count = (provider: string, outcome: string): Promise<number> =>
    collector.metric(metric, { provider, outcome });
  return {
    openaiOk: await count('openai', 'ok'),
    anthropicOk: await count('anthropic', 'ok'),
    anthropicOverloaded: await count('anthropic', 'overloaded'),
    all: await collector.metric(metric),
  };
}

const register = '@faultline/instrument/register';

test.each([
  ['an ESM app', '--import', esmApp],
  ['a CommonJS app', '--require', commonJsApp],
])(
  '%s under instrumentation behaves as before, and the collector has exactly its calls',
  async (_, flag, app) => {
    const bare = await runApp([app], {});
    expect(bare.served).toEqual(['openai 200', 'anthropic 529', 'anthropic 529', 'anthropic 200']);
    expect(bare.exit).toMatchObject({ code: 3, stderr: '' });

    const collector = await startCollector(cleanup);
    const observed = await runApp([flag, register, app], { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    expect(observed).toEqual(bare);
    // The app is gone, so whatever it had to tell has been told.
    expect(await counted(collector, 'llm_calls_total')).toEqual({
      openaiOk: 1,
      anthropicOk: 1,
      anthropicOverloaded: 0,
      all: 2,
    });
    expect(await counted(collector, 'llm_attempts_total')).toEqual({
      openaiOk: 1,
      anthropicOk: 1,
      anthropicOverloaded: 2,
      all: 4,
    });
  },
);
