import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseScenario } from './parse-scenario.ts';
import type { Scenario } from './scenario.ts';

const extension = '.yaml';

/** Names of the scenarios that come with the package, sorted. */
export function shippedScenarios(): string[] {
  return readdirSync(scenariosDirectory())
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))
    .sort();
}

/** Throws when there is no scenario of that name, listing those that exist. */
export function loadShippedScenario(name: string): Scenario {
  const names = shippedScenarios();
  if (!names.includes(name)) throw new RangeError(`no scenario "${name}"; there are ${names.join(', ')}`);
  const file = `${name}${extension}`;
  return parseScenario(readFileSync(join(scenariosDirectory(), file), 'utf8'), `scenarios/${file}`);
}

/** This module runs from source, or bundled into another package whose files lie elsewhere. */
function scenariosDirectory(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = [join(here, '../../scenarios'), join(here, 'scenarios'), join(here, '../scenarios')];
  const found = candidates.find(holdsScenarios) ?? installedDirectory();
  if (found) return found;
  throw new Error(`the simulator's scenarios are in none of ${candidates.join(', ')}`);
}

function installedDirectory(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve('@faultline/simulator');
    return [join(dirname(entry), '../scenarios')].find(holdsScenarios);
  } catch {
    return undefined;
  }
}

function holdsScenarios(directory: string): boolean {
  return existsSync(join(directory, `june-22${extension}`));
}
