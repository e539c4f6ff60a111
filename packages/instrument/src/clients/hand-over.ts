import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { guard, warnOnce } from '../guard.ts';
import { patchStainlessClass } from './stainless.ts';
import { clientModulePattern, type SupportedClient, supportedClientOf } from './supported-client.ts';

/** Where a client module finds us: the line appended to its source calls this with its class. */
const handOverKey = 'faultline.instrument.client';

/** `location` is the path or file URL of the module that defines the class. */
type HandOver = (clientClass: unknown, location: string) => void;

export function receiveClients(): void {
  const receive: HandOver = (clientClass, location) => guard(() => receiveClient(clientClass, location));
  Object.defineProperty(globalThis, Symbol.for(handOverKey), { value: receive, configurable: true });
}

/**
 * One statement, run when the module has been evaluated. `typeof` lets it stand in modules without the class (the
 * package's index since openai 5 only re-exports it), `try` where a global of that name is not initialised yet.
 */
export function handOverStatement(packageName: string, location: string): string {
  const client = supportedClientOf(packageName);
  if (!client) return '';
  const candidates = client.classNames.map((name) => `typeof ${name} === 'function' ? ${name} : `).join('');
  const call = `globalThis[Symbol.for('${handOverKey}')]?.(${candidates}undefined, ${JSON.stringify(location)})`;
  return `\n;try { ${call} } catch {}\n`;
}

export function packageNameIn(location: string): string | undefined {
  return clientModulePattern.exec(location)?.[1]?.replaceAll('\\', '/');
}

function receiveClient(clientClass: unknown, location: string): void {
  const client = supportedClientOf(packageNameIn(location) ?? '');
  // A module that only re-exports the class has nothing to hand over.
  if (!client || clientClass === undefined) return;
  const version = versionBeside(location);
  if (isCovered(client, version) && patchStainlessClass(clientClass)) return;
  warnOnce(
    `client ${client.packageName}`,
    `${client.packageName} ${version} is not covered: its retries are reported as separate calls`,
  );
}

function versionBeside(location: string): string {
  const path = location.startsWith('file:') ? fileURLToPath(location) : location;
  const { version } = JSON.parse(readFileSync(join(dirname(path), 'package.json'), 'utf8')) as {
    version?: unknown;
  };
  return String(version);
}

function isCovered({ majors: [first, last] }: SupportedClient, version: string): boolean {
  const major = Number.parseInt(version, 10);
  return major >= first && major <= last;
}
