import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { publint } from 'publint';

/** What publint has to say of a tarball, suggestions included. */
export async function publintFindings(tarball: string): Promise<readonly string[]> {
  const { buffer } = Uint8Array.from(readFileSync(tarball));
  const { messages } = await publint({ pack: { tarball: buffer }, strict: true });
  return messages.map(({ code, path }) => `${code} at ${path.join('.')}`);
}

/** `@arethetypeswrong/core`, as far as it is used here; it comes with the command line tool. */
interface AreTheTypesWrong {
  createPackageFromTarballData(tarball: Uint8Array): unknown;
  checkPackage(
    content: unknown,
  ): Promise<{ readonly types: unknown; readonly problems?: readonly Problem[] }>;
}

interface Problem {
  readonly resolutionKind?: string;
}

const require = createRequire(import.meta.url);
const coreFile = createRequire(require.resolve('@arethetypeswrong/cli/package.json')).resolve(
  '@arethetypeswrong/core',
);

/** What attw has to say of a tarball. */
export async function attwFindings(tarball: string): Promise<readonly string[]> {
  const attw = (await import(pathToFileURL(coreFile).href)) as AreTheTypesWrong;
  const { types, problems } = await attw.checkPackage(
    attw.createPackageFromTarballData(readFileSync(tarball)),
  );
  if (!types) return ['the package has no types'];
  return (problems ?? []).filter(isOfSupportedResolution).map((problem) => JSON.stringify(problem));
}

/** attw's `node10` knows no `exports`; no Node that runs us is like that. Its own profile "node16" leaves it out too. */
function isOfSupportedResolution({ resolutionKind }: Problem): boolean {
  return resolutionKind !== 'node10';
}
