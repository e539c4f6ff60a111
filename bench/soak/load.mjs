import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('sender.mjs', import.meta.url));

/** The senders, as a process of their own. @param {{ url: string, rate: string, ledgerFile: string }} options */
export function startLoad({ url, rate, ledgerFile }) {
  const child = fork(program, [url, rate, ledgerFile]);
  let cpuSeconds = 0;
  child.on('message', (message) => {
    cpuSeconds = message.cpuSeconds;
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    /** @param {object} message */
    tell: (message) => child.send(message),
    /** Resolves when what they had has been delivered or given up, with the CPU seconds that they took. */
    async stop() {
      child.send({ stop: true });
      await ended;
      return cpuSeconds;
    },
  };
}
