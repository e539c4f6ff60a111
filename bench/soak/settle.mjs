import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { metricIn } from '../exposition.mjs';
import { askStored, batchesOf, wrongCells } from './engine-query.mjs';

const drainMsMax = 120_000;
const daysBack = 2;

/** Lets everything arrive, asks for the story, ends the collector and asks the engine itself what is there. */
export async function settle({ url, collector, watched, folder, dataDir }) {
  const untilMs = Date.now() + drainMsMax;
  while (Date.now() < untilMs && (await spooledRows(url)) !== 0) await sleep(1000);
  const { incidents } = await json(
    `${url}/api/v1/incidents?from=${Date.now() - daysBack * 86_400_000}&limit=200`,
  );
  const self = await json(`${url}/api/v1/self`);
  await watched.stop();
  await collector.stop();
  const ask = (name, sql) => askStored(dataDir, sql, join(folder, `${name}.ndjson`));
  return {
    incidents,
    self,
    stored: { calls: ask('calls', batchesOf('calls')), attempts: ask('attempts', batchesOf('attempts')) },
    wrongCells: ask('wrong-cells', wrongCells),
    engineVersion: ask('version', 'SELECT version() AS version')[0]?.version,
  };
}

async function spooledRows(url) {
  const answer = await fetch(`${url}/metrics`).catch(() => undefined);
  return answer?.ok ? metricIn(await answer.text(), 'faultline_store_spooled_rows') : Number.NaN;
}

async function json(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
