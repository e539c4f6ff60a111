import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { createEmbeddedStore, isEmpty, isUp } from './embedded-store.fixture.ts';
import { sampleAttempt, sampleCall, sampleReport, sampleStarted } from '../samples.fixture.ts';
import { clientFor } from './link.ts';
import { stands, within, cell, lazily } from './sql.ts';

import { Session } from 'node:inspector/promises';
const N = Number(process.env.N ?? 15);
const rand = (() => { let s = 7; return () => { s = (s * 1103515245 + 12345) % 2147483648; return s / 2147483648; }; })();
const pick = (n: number) => Math.floor(rand() * n);
const scenarios = [
  { name: 'A: 20 series, 100 attempts/s, 30 processes', providers: 5, models: 4, credentials: 1, perSecond: 100, instances: 30, own: 10 },
  { name: 'B: 1000 series, 600 attempts/s, 200 processes x 20', providers: 10, models: 10, credentials: 10, perSecond: 600, instances: 200, own: 20 },
];
const cpu = (pid: number): number => { const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return (Number(f[11]) + Number(f[12])) * 10; };
const median = (v: number[]) => [...v].sort((a, b) => a - b)[Math.floor(v.length / 2)]!;
const p95 = (v: number[]) => [...v].sort((a, b) => a - b)[Math.floor(v.length * 0.95)]!;

test.each(scenarios.filter((x) => x.name.startsWith(process.env.SC ?? '')))('$name', { timeout: 600_000 }, async (sc) => {
  const e = await createEmbeddedStore();
  const store = await e.start({ limits: { segmentAgeMsMax: 20, segmentRowsMax: 100_000 } as never });
  await isUp(store);
  const end = Math.floor(Date.now() / 2000) * 2000;
  const key = () => ({ provider: `p${pick(sc.providers)}`, model: `model-${pick(sc.models)}`, credential: `k${pick(sc.credentials)}` });
  for (let s = 120; s > 0; s--) {
    const at = end - s * 1000;
    const calls = Array.from({ length: sc.perSecond }, () => sampleCall({ ...key(), endMs: at + pick(1000), service: `s${pick(8)}`, durationMs: 400 + pick(20_000), timeToFirstChunkMs: 100 + pick(2000), outcome: pick(50) === 0 ? 'overloaded' : 'ok', inputTokens: pick(30_000) }));
    const reporting = s % 2 === 0 ? Array.from({ length: sc.instances }, (_, i) => i) : [];
    await store.append({
      calls, attempts: calls.map((c) => sampleAttempt({ ...c, spanId: c.spanId })),
      started: reporting.flatMap(() => Array.from({ length: Math.min(sc.own, Math.ceil(2 * sc.perSecond / sc.instances)) }, () => sampleStarted({ ...key(), endMs: at + pick(1000), calls: 1 + pick(5) }))),
      inFlight: reporting.map((i) => sampleReport(at + pick(1000), `i${i}`, ...Array.from({ length: sc.own }, () => ({ ...key(), ageSeconds: [0, 0, 1, 2, 5][pick(5)]!, calls: pick(6) })))),
    });
    await isEmpty(store);
  }
  const pid = await e.enginePid();
  const client = clientFor(await e.engineAddress());
  const range = { sinceMs: end - 60_000, untilMs: end };
  const old = async () => {
    const r = await client.query({ query: `SELECT ${cell(2000)} AS startMs, r.provider AS provider, r.model AS model, r.region AS region,
          r.credential AS credential, r.outcome AS outcome, r.repeat AS repeat,
          sum(r.attempts) AS attempts, groupUniqArray(r.service) AS services
        FROM faultline.attempts_2s AS r
        WHERE ${within(range)} AND r.attempts > 0 AND ${stands('faultline', range)}
        GROUP BY startMs, provider, model, region, credential, outcome, repeat ${lazily}`, format: 'JSONEachRow', clickhouse_settings: { output_format_json_quote_64bit_integers: 0 } });
    return (await r.json()).length;
  };
  const now = async () => (await store.frames(range, 2000)).reduce((n, f) => n + f.series.length, 0);
  for (const [name, run] of [['before', old], ['after', now], ['before', old], ['after', now]] as const) {
    for (let i = 0; i < 5; i++) await run();
    const times: number[] = []; const c0 = cpu(pid); const own0 = process.cpuUsage();
    let n = 0;
    for (let i = 0; i < N; i++) { const t = performance.now(); n = await run(); times.push(performance.now() - t); }
    const own = process.cpuUsage(own0);
    console.log(sc.name, name, 'rows/series', n, 'median', median(times).toFixed(1), 'p95', p95(times).toFixed(1), 'engine cpu/read', ((cpu(pid) - c0) / N).toFixed(1), 'own cpu', ((own.user + own.system) / 1000 / N).toFixed(1));
  }
  const parts = await e.send(`SELECT table, count(), sum(rows), sum(bytes_on_disk) FROM system.parts WHERE active AND database='faultline' GROUP BY table FORMAT TSV`);
  console.log(parts);
  const session = new Session(); session.connect();
  await session.post('Profiler.enable'); await session.post('Profiler.setSamplingInterval', { interval: 500 }); await session.post('Profiler.start');
  for (let i = 0; i < 10; i++) await now();
  const { profile } = await session.post('Profiler.stop');
  const self = new Map<string, number>(); const byId = new Map(profile.nodes.map((n) => [n.id, n]));
  profile.samples!.forEach((id, i) => { const n = byId.get(id)!; const k = n.callFrame.functionName + ' ' + n.callFrame.url.split('/').slice(-1) + ':' + n.callFrame.lineNumber; self.set(k, (self.get(k) ?? 0) + profile.timeDeltas![i]!); });
  console.log([...self].sort((a, b) => b[1] - a[1]).slice(0, 18).map(([k, v]) => (v / 10_000).toFixed(1) + ' ms ' + k).join('\n'));
  // long: 2 h window
  const t = performance.now(); await store.frames({ sinceMs: end - 7_200_000, untilMs: end }, 2000); console.log('2h', (performance.now() - t).toFixed(0));
  await client.close();
});
