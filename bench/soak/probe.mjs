import { readdirSync, readFileSync, statfsSync } from 'node:fs';
import { metricIn } from '../exposition.mjs';
import { usageOf } from '../process-usage.mjs';

const patienceMs = 5000;

async function get(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
  return { status: answer.status, body: await answer.text() };
}

/**
 * How the collector is at this moment, as its users see it. `shiftMs` is what its clock is off.
 * @param {string} url @param {number} shiftMs
 */
export async function look(url, shiftMs) {
  const atMs = Date.now();
  try {
    const [ready, metrics, health] = await Promise.all([
      get(`${url}/readyz`),
      get(`${url}/metrics`),
      get(`${url}/api/v1/health`),
    ]);
    const evaluatedMs = metricIn(metrics.body, 'faultline_evaluation_timestamp_seconds') * 1000;
    const snapshot = JSON.parse(health.body);
    return {
      atMs,
      isUp: true,
      isReady: ready.status === 200,
      detail: JSON.parse(ready.body),
      // Before the first evaluation there is none.
      lagMs: evaluatedMs > 0 ? atMs + shiftMs - evaluatedMs : Number.NaN,
      spooledRows: metricIn(metrics.body, 'faultline_store_spooled_rows'),
      spooledBytes: metricIn(metrics.body, 'faultline_store_spooled_bytes'),
      ingestDelayMs: metricIn(metrics.body, 'faultline_ingest_delay_p99_seconds') * 1000,
      refused: metricIn(metrics.body, 'faultline_store_appends_refused_total'),
      states: statesOf(snapshot),
    };
  } catch (error) {
    return { atMs, isUp: false, isReady: false, detail: String(error), lagMs: Number.NaN, states: {} };
  }
}

function statesOf({ verdicts }) {
  return Object.fromEntries(
    verdicts.filter(({ model }) => model === null).map(({ provider, state }) => [provider, state]),
  );
}

/** What is measured for flatness. */
export async function measure({ collectorPid, enginePid, heapFile, dataDir, ask }) {
  const [collector, engine] = [usage(collectorPid), usage(enginePid)];
  const [parts] = await ask(
    `SELECT sum(active_parts) AS parts, sum(total_bytes) AS bytes,
       sumIf(total_rows, name IN ('calls', 'attempts')) AS rawRows,
       sumIf(total_bytes, name IN ('calls', 'attempts')) AS rawBytes
     FROM system.tables WHERE database = 'faultline'`,
    // It is down now and then: that is what is tried.
  ).catch(() => [{}]);
  const { bsize, blocks, bfree } = statfsSync(dataDir);
  return {
    atMs: Date.now(),
    collectorRssMb: collector.residentMb,
    collectorCpuSeconds: collector.cpuSeconds,
    collectorHandles: handlesOf(collectorPid),
    heapMb: heapMb(heapFile),
    engineRssMb: engine.residentMb,
    engineCpuSeconds: engine.cpuSeconds,
    engineHandles: handlesOf(enginePid),
    parts: Number(parts.parts ?? Number.NaN),
    partBytes: Number(parts.bytes ?? Number.NaN),
    rawRows: Number(parts.rawRows ?? Number.NaN),
    rawBytes: Number(parts.rawBytes ?? Number.NaN),
    diskBytes: (blocks - bfree) * bsize,
  };
}

function usage(pid) {
  try {
    return usageOf(pid);
  } catch {
    return { cpuSeconds: Number.NaN, residentMb: Number.NaN };
  }
}

function handlesOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return Number.NaN;
  }
}

function heapMb(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).heapUsed / 2 ** 20;
  } catch {
    return Number.NaN;
  }
}
