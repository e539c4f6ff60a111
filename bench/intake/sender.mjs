import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sendScript = join(dirname(fileURLToPath(import.meta.url)), 'send.mjs');

/** Load from a process of its own. @param {string} module the built decoders.ts, which encodes too */
export function createSender(module) {
  /**
   * @param {string} url @param {{ spans: number, isGzip: boolean }} shape @param {number} seconds @param {number} sender
   * @returns {Promise<{ acknowledged: number, refused: number, bytes: number }>}
   */
  return (url, { spans, isGzip }, seconds, sender) => {
    // As many spans on their way as three exporters have.
    const inFlight = Math.max(2, Math.round(3000 / spans));
    const task = JSON.stringify({ module, url, spans, isGzip, seconds, inFlight, sender });
    const child = spawn(process.execPath, [sendScript, task], { stdio: ['ignore', 'pipe', 'inherit'] });
    return new Promise((resolve, reject) => {
      let said = '';
      child.stdout.on('data', (chunk) => {
        said += chunk;
      });
      child.once('exit', (code) =>
        code === 0 ? resolve(JSON.parse(said)) : reject(new Error(`the sender ended with ${code}`)),
      );
    });
  };
}
