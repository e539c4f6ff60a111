import { fileURLToPath } from 'node:url';
import { startVendors } from '@faultline/simulator';
import { afterEach, expect, test } from 'vitest';
import { startChild } from '../support/child-process.ts';
import { createCleanup } from '../support/cleanup.ts';
import { startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { askStored } from '../support/stored-rows.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

test('a call that hangs is in flight until its process says that nothing is', async () => {
  const vendors = await startVendors({ latencyFactor: 0, now: () => 0 });
  cleanup.add(() => vendors.close());
  vendors.override({ model: 'claude-opus-4-8', faults: ['hang'] });
  const collector = await startCollector(cleanup);
  const app = startChild(cleanup, {
    command: process.execPath,
    args: [
      '--import',
      '@faultline/instrument/register',
      fileURLToPath(new URL('./apps/waiting-app.mjs', import.meta.url)),
    ],
    env: {
      ANTHROPIC_URL: vendors.urls.anthropic,
      FAULTLINE_PROVIDER_HOSTS: `${new URL(vendors.urls.anthropic).host}=anthropic`,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    },
    cwd: fileURLToPath(new URL('.', import.meta.url)),
  });
  // The counter and the gauge, twice.
  await app.whileAlive(
    eventually('two reports have come', async () => {
      const taken = await collector.metric('faultline_receive_accepted_total', { signal: 'metrics' });
      return taken >= 4;
    }),
  );
  await vendors.close();
  await app.exit;
  await collector.drained();
  await collector.terminate();

  const stored = await askStored<{ started: number; model: string; inFlight: readonly number[] }>(
    cleanup,
    collector.dataDir,
    `SELECT (SELECT sum(started) FROM faultline.calls_2s WHERE provider = 'anthropic') AS started,
       any(calls[1].model) AS model, groupArray(arraySum(calls.calls)) AS inFlight
     FROM (SELECT calls FROM faultline.in_flight_2s ORDER BY reported_at)`,
  );
  expect(stored).toMatchObject({ started: 1, model: 'claude-opus-4-8' });
  const [first, second] = stored.inFlight;
  expect([first, second, stored.inFlight.at(-1)]).toEqual([1, 1, 0]);
});
