// What each stage costs, at one size of batch: a process of its own, started by pipeline.mjs. Answers on stdout and ends.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createBatches } from './export-batches.mjs';

const { modules, spans, calls } = JSON.parse(process.argv[2]);
const { encode } = await import(modules.decoders);
const stages = await import(modules.stages);
const batch = createBatches(encode, spans, 1);
const directory = mkdtempSync(join(tmpdir(), 'faultline-bench-stages-'));
const segment = await stages.openSegment(directory);

const spent = { inflate: 0, decode: 0, normalise: 0, spool: 0 };
/** CPU of all threads: garbage is collected by others. */
async function timed(stage, work) {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  spent[stage] += user + system;
  return result;
}

async function run() {
  const nowMs = Date.now();
  const compressed = gzipSync(batch(nowMs, false), { level: 1 });
  const body = await timed('inflate', () => stages.inflate(compressed));
  const decoded = await timed('decode', () => stages.decode(body));
  const rows = await timed('normalise', () => stages.toRows(decoded, nowMs));
  await timed('spool', () => stages.spool(rows, segment));
}

const batches = Math.ceil(calls / spans);
for (let turn = 0; turn < batches; turn += 1) await run();
for (const stage of Object.keys(spent)) spent[stage] = 0;
for (let turn = 0; turn < batches; turn += 1) await run();
await segment.close();
rmSync(directory, { recursive: true });
const costs = Object.fromEntries(Object.entries(spent).map(([stage, us]) => [stage, us / batches / spans]));
process.stdout.write(JSON.stringify(costs));
