import { attribute } from '@faultline/conventions';
import { type Override, startVendors, type Vendors } from '@faultline/simulator';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { readConfig, setConfig } from '../config.ts';
import { register } from '../install.ts';

/** For tests: one case against simulated vendors, run without us and then observed. */
export interface VendorCase {
  readonly faults?: Override['faults'];
  /** What an app would do; what it gets is compared. */
  run(urls: Vendors['urls']): Promise<unknown>;
}

/** What the app got, in a form that two runs can be compared by. */
export type AppResult = { readonly value: unknown } | { readonly error: Readonly<Record<string, unknown>> };

export interface ObservedRun {
  readonly result: AppResult;
  readonly calls: readonly ReadableSpan[];
  /** Child spans, in the order they were exported. */
  readonly attempts: readonly ReadableSpan[];
  /** All spans, in the order they were exported. */
  readonly exported: readonly ReadableSpan[];
}

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });

/** Vendors of its own for each run: the same seed gives the same ids and words to both. */
export async function runBare({ faults, run }: VendorCase): Promise<AppResult> {
  const vendors = await startCaseVendors(faults);
  try {
    return await resultOf(() => run(vendors.urls));
  } finally {
    await vendors.close();
  }
}

export async function runObserved({ faults, run }: VendorCase): Promise<ObservedRun> {
  register({ tracerProvider: provider });
  exporter.reset();
  const vendors = await startCaseVendors(faults);
  const hosts = Object.entries(vendors.urls).map(([name, url]) => [new URL(url).host, name] as const);
  const providerHosts = Object.fromEntries(hosts);
  setConfig(readConfig({ providerHosts }, {}).config);
  try {
    const result = await resultOf(() => run(vendors.urls));
    const exported = exporter.getFinishedSpans();
    return { result, exported, calls: seenCalls(), attempts: exported.filter(isAttempt) };
  } finally {
    await vendors.close();
  }
}

/** The calls that have been exported since the run began. */
export function seenCalls(): readonly ReadableSpan[] {
  return exporter.getFinishedSpans().filter((span) => !isAttempt(span));
}

function isAttempt({ attributes }: ReadableSpan): boolean {
  return attribute.spanRole in attributes;
}

async function startCaseVendors(faults: VendorCase['faults']): Promise<Vendors> {
  const vendors = await startVendors({ latencyFactor: 0, now: () => 1_780_000_000_000 });
  if (faults) vendors.override({ faults });
  return vendors;
}

async function resultOf(run: () => Promise<unknown>): Promise<AppResult> {
  try {
    return { value: await run() };
  } catch (error) {
    const thrown = error as Error & { status?: number };
    const { name, message, status } = thrown;
    return { error: { class: thrown.constructor.name, name, message, status } };
  }
}

export async function collect(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const seen: unknown[] = [];
  for await (const item of stream) seen.push(item);
  return seen;
}
