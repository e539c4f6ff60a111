import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const slowClientsProgram = fileURLToPath(new URL('slow-clients.mjs', import.meta.url));
const slowClientsOfEachKind = 100;
const fillEveryMs = 300;

/**
 * How each step of the plan is done. Resolves when it has been undone, with what else there is to say of it.
 * @typedef {object} House
 * @property {string} url
 * @property {ReturnType<typeof import('./collector.mjs').superviseCollector>} collector
 * @property {ReturnType<typeof import('./alertmanager.mjs').superviseAlertmanager>} alertmanager
 * @property {ReturnType<typeof import('./disk.mjs').mountDisk>} disk
 * @property {(message: object) => void} tellSender
 * @property {string} clockFile
 * @property {(shiftMs: number) => void} setShift
 *
 * @type {Record<string, (house: House, step: { seconds: number, stepMs?: number, outage?: object }) => Promise<string>>}
 */
const ways = {
  async 'engine-kill'({ collector }) {
    const pid = collector.enginePid();
    if (pid === undefined) return 'there was no engine to kill';
    process.kill(pid, 'SIGKILL');
    return '';
  },
  async 'collector-kill'({ collector }) {
    collector.kill();
    return '';
  },
  async 'disk-full'({ disk }, { seconds }) {
    if (!disk.isMounted) return 'left out: no file system of its own could be mounted';
    const untilMs = Date.now() + seconds * 1000;
    while (Date.now() < untilMs) {
      disk.fill();
      await sleep(fillEveryMs);
    }
    disk.empty();
    return '';
  },
  async 'alertmanager-down'({ alertmanager }, { seconds }) {
    await alertmanager.stop();
    await sleep(seconds * 1000);
    await alertmanager.start();
    return '';
  },
  async outage({ tellSender }, { seconds, outage }) {
    tellSender({ outage });
    await sleep(seconds * 1000);
    tellSender({ outage: null });
    return '';
  },
  async 'slow-clients'({ url }, { seconds }) {
    const child = spawn(process.execPath, [slowClientsProgram, url, String(slowClientsOfEachKind)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    await sleep(seconds * 1000);
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.stdin.end();
    await ended;
    return describeSlow(JSON.parse(said));
  },
  async clock({ clockFile, setShift }, { seconds, stepMs }) {
    writeFileSync(clockFile, String(stepMs));
    setShift(stepMs);
    await sleep(seconds * 1000);
    writeFileSync(clockFile, '0');
    setShift(0);
    return '';
  },
  async silence({ tellSender }, { seconds }) {
    tellSender({ silent: true });
    await sleep(seconds * 1000);
    tellSender({ silent: false });
    return '';
  },
};

function describeSlow(counts) {
  const parts = Object.entries(counts).map(([kind, { opened, cutOff, answers }]) => {
    const statuses = Object.entries(answers).map(([status, count]) => `${count} × ${status}`);
    return `${kind}: ${cutOff} of ${opened} cut off${statuses.length > 0 ? ` (${statuses.join(', ')})` : ''}`;
  });
  return parts.join('; ');
}

/** @param {House} house @param {{ name: string, seconds: number }} step */
export async function inflict(house, step) {
  const way = step.outage ? 'outage' : step.stepMs ? 'clock' : step.name.replace(/-again$/, '');
  const sinceMs = Date.now();
  const note = await ways[way](house, step);
  return { ...step, sinceMs, untilMs: Date.now(), note };
}
