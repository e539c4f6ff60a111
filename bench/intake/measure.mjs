// One variant, one round: a process of its own, started by run.mjs. Answers on stdout and ends.
import { benchmarkRequest, nowMs } from './benchmark-body.mjs';

const { module, variant, spans, warmUp, measured } = JSON.parse(process.argv[2]);
const { decoders, encode } = await import(module);
const body = encode(benchmarkRequest(spans));
const decode = decoders[variant];
let rows = 0;
for (let turn = 0; turn < warmUp; turn += 1) rows = decode(body, nowMs);
if (rows !== spans) throw new Error(`${variant}: ${rows} rows of ${spans} spans`);
const before = process.cpuUsage();
for (let turn = 0; turn < measured; turn += 1) decode(body, nowMs);
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ cpuUs: (user + system) / measured / spans, bodyBytes: body.length }));
