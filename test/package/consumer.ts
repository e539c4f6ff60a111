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
const require = createRequire(import.meta.url);

/** Packs what is built, as publishing does, and installs it with npm. */
export async function installConsumer(cleanup: Cleanup): Promise<Consumer> {
  const folder = temporaryFolder(cleanup);
  const tarball = await pack(cleanup, 'instrument', folder);
  await install(cleanup, folder, tarball, ...companions());
  return { folder, tarball, packageFolder: join(folder, 'node_modules', '@faultline', 'instrument') };
}

/** Packs a package of ours into a folder, and returns the tarball. */
export async function pack(
  cleanup: Cleanup,
  name: 'instrument' | 'collector',
  folder: string,
): Promise<string> {
  const tarball = join(folder, `${name}.tgz`);
  const packageFolder = dirname(require.resolve(`@faultline/${name}/package.json`));
  await runTool(cleanup, 'pnpm', '--dir', packageFolder, 'pack', '--out', tarball);
  return tarball;
}

/** Installs with npm, as somebody does who has a folder of their own. */
export async function install(cleanup: Cleanup, folder: string, ...specs: readonly string[]): Promise<void> {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  const flags = ['--prefer-offline', '--no-audit', '--no-fund'];
  const args = ['install', '--prefix', folder, ...flags, ...specs];
  await output(cleanup, { command: 'npm', args, cwd: folder });
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
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}
