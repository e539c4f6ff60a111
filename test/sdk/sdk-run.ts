import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Override, startVendors, type Vendors } from '@faultline/simulator';
import { type Exit, run } from '../support/child-process.ts';
import type { Cleanup } from '../support/cleanup.ts';
import { nodeBinary } from '../support/node-binary.ts';
import type { Setup } from './versions.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));

export interface PlainSpan {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly startMs: number;
  readonly durationMs: number;
  readonly id: string;
  readonly parent?: string;
  readonly scope: string;
}

export interface Case {
  readonly name: string;
  readonly model: string;
  readonly faults: Override['faults'];
}

/** One run of an app: how it ended, what it got from each case, and, when observed, all that was exported. */
export interface AppRun {
  readonly exit: Pick<Exit, 'code' | 'signal'>;
  readonly stderr: string;
  readonly results: Readonly<Record<string, unknown>>;
  readonly spans: readonly PlainSpan[];
}

/** Vendors of its own for each run: the same seed gives the same ids and words to both. */
export async function runApp(
  cleanup: Cleanup,
  setup: Setup,
  provider: string,
  cases: readonly Case[],
  isObserved: boolean,
  env: Readonly<Record<string, string>> = {},
): Promise<AppRun> {
  const vendors = await startVendors({ latencyFactor: 0, now: () => 1_780_000_000_000 });
  const scratch = await mkdtemp(join(tmpdir(), 'faultline-sdk-'));
  cleanup.add(() => rm(scratch, { recursive: true, force: true }));
  cleanup.add(() => vendors.close());
  for (const { model, faults } of cases) if (faults.length > 0) vendors.override({ model, faults });
  const spansFile = join(scratch, 'spans.json');
  const exit = await run(cleanup, {
    command: nodeBinary(setup.node),
    args: [...(isObserved ? preload(setup) : []), appFile(setup), setup.family, setup.packages.join(',')],
    env: {
      ...environment(vendors, provider),
      ...env,
      CASES: cases.map(({ name }) => name).join('|'),
      SPANS_FILE: spansFile,
    },
    cwd: folder,
  });
  const { results } = parseResults(exit);
  const spans = isObserved ? (JSON.parse(await readFile(spansFile, 'utf8')) as PlainSpan[]) : [];
  return {
    exit: { code: exit.code, signal: exit.signal },
    stderr: exit.stderr.replaceAll(/\(node:\d+\)/g, '(node)'),
    results,
    spans,
  };
}

function environment(vendors: Vendors, provider: string): Record<string, string> {
  const { urls } = vendors;
  const hosts = Object.entries(urls).map(([name, url]) => `${new URL(url).host}=${name}`);
  return {
    VENDOR_URL: urls[provider as keyof typeof urls],
    FAULTLINE_PROVIDER_HOSTS: hosts.join(','),
    // The AWS SDK would look for credentials and regions on the network.
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

function preload({ format }: Setup): readonly string[] {
  return format === 'ESM' ? ['--import', './observed.mjs'] : ['--require', './observed.cjs'];
}

function appFile({ format }: Setup): string {
  return format === 'ESM' ? 'app.mjs' : 'app.cjs';
}

function parseResults(exit: Exit): { readonly results: Record<string, unknown> } {
  try {
    return JSON.parse(exit.stdout) as { results: Record<string, unknown> };
  } catch {
    throw new Error(`the app did not finish (${exit.signal ?? exit.code}): ${exit.stderr} ${exit.stdout}`);
  }
}
