import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { guard, warnOnce } from '../guard.ts';
import { selfHealth } from '../self-health.ts';
import type { SupportedClient } from './supported-client.ts';
import { supportedClientAt } from './supported-clients.ts';

/** Where a client module finds us: the line appended to its source calls this with what it hands over. */
const handOverKey = 'faultline.instrument.client';

/** `location` is the path or file URL of the module. Returns what the module shall use from now on. */
type HandOver = (handedOver: unknown, location: string) => unknown;

export function receiveClients(): void {
  const receive: HandOver = (handedOver, location) => guard(() => receiveClient(handedOver, location));
  Object.defineProperty(globalThis, Symbol.for(handOverKey), { value: receive, configurable: true });
}

/**
 * One statement, run when the module has been evaluated. `typeof` lets it stand in modules without the class (an index
 * that only re-exports it), `try` where a global of that name is not initialised yet.
 */
export function handOverStatement({ handsOver, takesBack }: SupportedClient, location: string): string {
  const call = `globalThis[Symbol.for('${handOverKey}')]?.(${handsOver}, ${JSON.stringify(location)})`;
  const statement = takesBack ? `${takesBack} = ${call} ?? ${takesBack}` : call;
  return `\n;try { ${statement} } catch {}\n`;
}

function receiveClient(handedOver: unknown, location: string): unknown {
  const client = supportedClientAt(location);
  // A module that only re-exports the class has nothing to hand over.
  if (!client || handedOver === undefined) return undefined;
  const version = versionAbove(location, client.packageName);
  const followed = isCovered(client, version) ? client.follow(handedOver) : undefined;
  selfHealth().sdkSeen(client.packageName, version, Boolean(followed));
  if (followed) return followed;
  warnOnce(
    `client ${client.packageName}`,
    `${client.packageName} ${version} is not covered: its retries are reported as separate calls`,
  );
  return undefined;
}

function versionAbove(location: string, packageName: string): string {
  const path = location.startsWith('file:') ? fileURLToPath(location) : location;
  // Some packages hold further package.json files, without a version, beside their builds.
  for (let directory = dirname(path); ; directory = dirname(directory)) {
    const version = versionIn(directory, packageName);
    if (version !== undefined || dirname(directory) === directory) return version ?? 'unknown';
  }
}

function versionIn(directory: string, packageName: string): string | undefined {
  try {
    const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
      name?: unknown;
      version?: unknown;
    };
    return manifest.name === packageName ? String(manifest.version) : undefined;
  } catch {
    return undefined;
  }
}

function isCovered({ majors: [first, last] }: SupportedClient, version: string): boolean {
  const major = Number.parseInt(version, 10);
  return major >= first && major <= last;
}
