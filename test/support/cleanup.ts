import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Ends what a test has started. Everything is added before the first `await` that could fail. */
export interface Cleanup {
  add(end: () => unknown): void;
  /** Last started, first ended; one that fails does not keep the others alive. */
  run(): Promise<void>;
}

export function createCleanup(): Cleanup {
  const ends: (() => unknown)[] = [];
  return {
    add: (end) => ends.push(end),
    run: async () => {
      const problems: unknown[] = [];
      for (const end of ends.splice(0).reverse()) {
        try {
          await end();
        } catch (error) {
          problems.push(error);
        }
      }
      if (problems.length > 0) throw new AggregateError(problems, 'not everything could be ended');
    },
  };
}

export function temporaryFolder(cleanup: Cleanup): string {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-e2e-'));
  // An engine that was killed a moment ago may still hold a file open.
  cleanup.add(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));
  return folder;
}
