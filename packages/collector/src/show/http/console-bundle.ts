import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ConsoleBundle } from './show.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Where the built console lies: inside our own package, or beside it in a checkout. */
function findConsole(): string {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const places = [join(here, 'console'), join(here, '../../../../console/dist')];
  const found = places.find((place) => existsSync(join(place, 'server', 'render.js')));
  if (!found)
    throw new Error(`The console is not built (looked in ${places.join(', ')}); run "npm run build"`);
  return found;
}

/** Reads the bundle once: names outside of it are unknown, whatever a request asks for. */
export async function loadConsoleBundle(): Promise<ConsoleBundle> {
  const folder = findConsole();
  const { renderPage, renderLogin } = (await import(
    pathToFileURL(join(folder, 'server', 'render.js')).href
  )) as ConsoleBundle;
  const names = new Set(await readdir(join(folder, 'assets')));
  return {
    renderPage,
    renderLogin,
    readAsset: async (name) => {
      const contentType = contentTypes[extname(name)];
      if (!names.has(name) || !contentType) return null;
      return { body: new Uint8Array(await readFile(join(folder, 'assets', name))), contentType };
    },
  };
}
