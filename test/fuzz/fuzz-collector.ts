import type { Cleanup } from '../support/cleanup.ts';
import { type Collector, startCollector } from '../support/collector.ts';
import { peakResidentMiB } from '../support/processes.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { askStored } from '../support/stored-rows.ts';
import { createCall, tracesJson } from '../support/synthetic-calls.ts';
import { families } from './families/families.ts';
import type { FuzzCase, FuzzSource } from './fuzz-case.ts';
import { problemsOf } from './judge.ts';
import { readCorpus, routesOf } from './material.ts';
import { type Counting, createCounting, type Tally } from './tally.ts';
import { send } from './wire.ts';

/** From the root of the repository, where tests and scripts run. */
const exportsFolder = 'test/fixtures/otlp';

export interface FuzzOptions {
  readonly seed: number;
  /** Whether another case is due, of which this is the number. */
  readonly isDue: (index: number) => boolean;
  /** With tokens, everybody has to say who they are, and a part of the cases cannot. */
  readonly hasTokens: boolean;
}

const token = 'operate-token-of-the-fuzzer';
const senderToken = token;
/** At a time: as many as keep both sides busy. */
const lanes = 4;
/** Every so many cases a healthy call is sent, and all of them must be there in the end. */
const healthyEvery = 50;
const healthyModel = 'healthy-call-of-the-fuzzer';
/** What the intake may buffer at most, inflate at once and turn into rows, and the process itself. */
const residentMiBMax = 1_536;

/** Sends cases to a collector of its own until no more is due, and looks at it afterwards. */
export async function fuzzCollector(cleanup: Cleanup, options: FuzzOptions): Promise<Tally> {
  const collector = await startCollector(cleanup, environment(options));
  const source = await sourceOf(collector, options);
  const counting = createCounting();
  let index = 0;
  let healthy = 0;
  const lane = async (): Promise<void> => {
    while (options.isDue(index)) {
      const own = index;
      index += 1;
      if (own % healthyEvery === 0) {
        await sendHealthy(collector);
        healthy += 1;
      }
      await tryCase(own, { ...source, random: seededRandom(mixed(options.seed, own)) }, counting);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const after = await lookAfter(cleanup, collector, healthy);
  const { families: counts, findings } = counting.tally();
  const own = after.map((problem) => ({
    family: 'the collector afterwards',
    index: -1,
    request: '',
    problem,
  }));
  return { families: counts, findings: [...findings, ...own] };
}

function environment({ hasTokens }: FuzzOptions): Readonly<Record<string, string>> {
  return {
    FAULTLINE_OFFICIAL_ENABLED: 'false',
    // Each case comes from an address of its own: see `identity`.
    FAULTLINE_TRUST_PROXY: '1',
    ...(hasTokens ? { FAULTLINE_TOKENS: token } : {}),
  };
}

/** The case of this seed and number, and no other, whoever asks for it and when. */
export function caseOf(source: FuzzSource, index: number): FuzzCase {
  const family = families[index % families.length] ?? families[0];
  return family(source);
}

/** Neighbours must not look alike (Knuth's multiplicative hash). */
export function mixed(seed: number, index: number): number {
  return Math.imul(seed ^ Math.imul(index + 1, 0x9e3779b1), 0x85ebca6b);
}

async function sourceOf(
  collector: Collector,
  { hasTokens }: FuzzOptions,
): Promise<Omit<FuzzSource, 'random'>> {
  const openApi = await collector.read<Parameters<typeof routesOf>[0]>('/api/v1/openapi.json');
  return {
    corpus: readCorpus(exportsFolder),
    routes: routesOf(openApi),
    token: hasTokens ? token : undefined,
    host: new URL(collector.url).host,
  };
}

async function tryCase(index: number, source: FuzzSource, counting: Counting): Promise<void> {
  const sent = caseOf(source, index);
  const heard = await send(sent, Number(source.host.split(':')[1]));
  counting.add(index, sent, heard, problemsOf(sent, heard));
}

async function sendHealthy({ url }: Collector): Promise<void> {
  const call = createCall({ provider: 'openai', model: healthyModel, outcome: 'ok' });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${senderToken}` };
  // The intake may be full of what else is sent, and says so.
  for (;;) {
    const answer = await fetch(`${url}/v1/traces`, { method: 'POST', headers, body: tracesJson([call]) });
    if (answer.status === 200) return;
    if (answer.status !== 503) throw new Error(`a healthy call was answered ${answer.status}`);
  }
}

type Kept = Readonly<Record<'calls' | 'calls_1m' | 'attempts_2s', number>>;

const healthyCallsKept = `SELECT
  (SELECT count() FROM faultline.calls WHERE model = '${healthyModel}') AS calls,
  (SELECT sum(calls) FROM faultline.calls_1m WHERE model = '${healthyModel}') AS calls_1m,
  (SELECT sum(attempts) FROM faultline.attempts_2s WHERE model = '${healthyModel}') AS attempts_2s`;

/** What must be true of a collector whatever was sent to it. */
async function lookAfter(
  cleanup: Cleanup,
  collector: Collector,
  healthy: number,
): Promise<readonly string[]> {
  const problems: string[] = [];
  const residentMiB = peakResidentMiB(collector.pid());
  if (residentMiB > residentMiBMax) problems.push(`it held ${residentMiB} MiB`);
  const faults = await collector.metric('faultline_receive_internal_errors_total');
  if (faults !== 0) problems.push(`${faults} requests failed by a fault of its own`);
  await collector.drained();
  const { code, stdout, stderr } = await collector.terminate();
  if (code !== 0) problems.push(`it ended with ${code}`);
  problems.push(...complaintsIn(`${stdout}\n${stderr}`));
  const kept = await askStored<Kept>(cleanup, collector.dataDir, healthyCallsKept);
  for (const [table, calls] of Object.entries(kept))
    if (calls !== healthy) problems.push(`of ${healthy} healthy calls ${table} has ${calls}`);
  return problems;
}

/** Lines of an error, of what nobody caught, and whatever has a stack. */
function complaintsIn(log: string): readonly string[] {
  const lines = log
    .split('\n')
    .filter((line) => /"level":[56]0|unhandled|uncaught|Warning:|^\s+at /i.test(line));
  return [...new Set(lines.map((line) => line.replace(/"time":"[^"]*"/, '')))].slice(0, 20);
}
