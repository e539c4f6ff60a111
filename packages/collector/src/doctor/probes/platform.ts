import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import type { PlatformFacts } from '../platform.ts';

export async function probePlatform(nodeVersionMin: string): Promise<PlatformFacts> {
  return {
    nodeVersion: process.versions.node,
    nodeVersionMin,
    platform: process.platform,
    arch: process.arch,
    glibcVersion: glibcVersion(),
    openFilesMax: await openFilesMax(),
    memoryBytesMax: memoryBytesMax(),
  };
}

function glibcVersion(): string | null {
  // Without it a report asks the name servers about every open connection.
  if (process.report) Object.assign(process.report, { excludeNetwork: true });
  const report = process.report?.getReport() as {
    readonly header?: { readonly glibcVersionRuntime?: string };
  };
  return report?.header?.glibcVersionRuntime ?? null;
}

async function openFilesMax(): Promise<number | null> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const soft = /^Max open files\s+(\S+)/m.exec(limits)?.[1];
  if (soft === undefined) return null;
  return soft === 'unlimited' ? Number.MAX_SAFE_INTEGER : Number(soft);
}

/** Without a limit, libuv says 0 or a number beyond any machine. */
function memoryBytesMax(): number {
  const limit = process.constrainedMemory();
  return limit === undefined || limit === 0 ? totalmem() : Math.min(limit, totalmem());
}
