import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ChildOptions, run } from '../support/child-process.ts';
import { type Cleanup, temporaryFolder } from '../support/cleanup.ts';

/** The folder of somebody who has installed the published package beside the SDKs, and nothing else of this repository. */
export interface Consumer {
  readonly folder: string;
  readonly tarball: string;
  /** Where npm has unpacked the tarball. */
  readonly packageFolder: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const instrumentFolder = dirname(
  createRequire(import.meta.url).resolve('@faultline/instrument/package.json'),
);

/** Packs what is built, as publishing does, and installs it with npm. */
export async function installConsumer(cleanup: Cleanup): Promise<Consumer> {
  const folder = temporaryFolder(cleanup);
  const tarball = join(folder, 'instrument.tgz');
  await runTool(cleanup, 'pnpm', '--dir', instrumentFolder, 'pack', '--out', tarball);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  const flags = ['--prefer-offline', '--no-audit', '--no-fund'];
  await output(cleanup, {
    command: 'npm',
    args: ['install', '--prefix', folder, ...flags, tarball, ...companions()],
    cwd: folder,
  });
  return { folder, tarball, packageFolder: join(folder, 'node_modules', '@faultline', 'instrument') };
}

/** Runs a tool of the workspace, and returns what it printed. */
export function runTool(cleanup: Cleanup, name: string, ...args: readonly string[]): Promise<string> {
  return output(cleanup, { command: 'npx', args: ['--no', name, '--', ...args], cwd: root });
}

/** Runs a program that has to succeed, and returns what it printed. */
export async function output(cleanup: Cleanup, options: ChildOptions): Promise<string> {
  const { code, stdout, stderr } = await run(cleanup, options);
  if (code === 0) return stdout;
  throw new Error(`${options.command} ${options.args.join(' ')} ended (${code}): ${stdout}${stderr}`);
}

/** What apps of our users have beside us, in the versions the other tests use. */
function companions(): readonly string[] {
  const { dependencies } = readManifest(join(root, 'test', 'package.json'));
  const { devDependencies } = readManifest(join(root, 'package.json'));
  return [
    `openai@${dependencies?.openai}`,
    `@anthropic-ai/sdk@${dependencies?.['@anthropic-ai/sdk']}`,
    `@types/node@${devDependencies?.['@types/node']}`,
  ];
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}
