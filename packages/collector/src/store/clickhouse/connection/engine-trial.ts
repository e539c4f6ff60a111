import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '../../logger.ts';
import { defaultEngine } from '../store-options.ts';
import type { Address } from './connector.ts';
import { createEngine } from './engine.ts';
import { clientFor } from './link.ts';

export type EngineTrial =
  | { readonly kind: 'answers'; readonly version: string; readonly startMs: number }
  | { readonly kind: 'fails'; readonly reason: string };

export interface EngineTrialOptions {
  readonly timeoutMs: number;
  /** Instead of this package's own `bin/engine.js`. */
  readonly launcher?: string | undefined;
}

const quiet: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Starts the engine on a new data directory, asks it something, and ends it. Leaves nothing behind. */
export async function tryEngine({ timeoutMs, launcher }: EngineTrialOptions): Promise<EngineTrial> {
  const directory = await mkdtemp(join(tmpdir(), `faultline-trial-${process.pid}-`));
  const startedMs = performance.now();
  let settle: (outcome: Address | string) => void = () => undefined;
  const outcome = new Promise<Address | string>((resolve) => {
    settle = resolve;
  });
  const tooLate = setTimeout(() => settle(`no answer within ${timeoutMs / 1000} s`), timeoutMs);
  const engine = createEngine({
    ...defaultEngine,
    launcher,
    directory,
    database: 'faultline',
    logger: quiet,
    onUp: (address) => settle(address),
    onDown: (reason) => settle(reason),
  });
  try {
    const reached = await outcome;
    if (typeof reached === 'string') return { kind: 'fails', reason: reached };
    const version = await versionAt(reached);
    return { kind: 'answers', version, startMs: performance.now() - startedMs };
  } catch (error) {
    return { kind: 'fails', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(tooLate);
    await engine.close();
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function versionAt(address: Address): Promise<string> {
  const client = clientFor(address);
  try {
    const result = await client.query({ query: 'SELECT version() AS version', format: 'JSONEachRow' });
    const [row] = await result.json<{ readonly version: string }>();
    return row?.version ?? 'of an unknown version';
  } finally {
    await client.close();
  }
}
