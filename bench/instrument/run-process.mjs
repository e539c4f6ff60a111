import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('measure.mjs', import.meta.url));
/** A variant that hangs must not hang the benchmark; the slowest takes a tenth of it. */
const processMsMax = 300_000;

/**
 * @typedef {object} Task
 * @property {string} module Of the variant.
 * @property {string} folder Where its packages are.
 * @property {string} dist
 * @property {'time' | 'heap'} mode
 * @property {'fetch' | 'http'} transport
 * @property {readonly string[]} workloads
 * @property {number} scale
 * @property {{ openai: string, anthropic: string, sink: string }} urls
 * @property {string} [profilePrefix] Of the files for CPU profiles; without it there are none.
 */

/**
 * A variant that breaks is a result too.
 * @template Result
 * @param {Task} task
 * @returns {Promise<{ result: Result } | { failure: string }>}
 */
export function runProcess(task) {
  return new Promise((resolve) => {
    let result;
    let stderr = '';
    const child = fork(script, [JSON.stringify(task)], {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const deadline = setTimeout(() => child.kill('SIGKILL'), processMsMax);
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    child.on('message', (message) => {
      result = message;
    });
    child.on('close', (code, signal) => {
      clearTimeout(deadline);
      resolve(result ? { result } : { failure: errorIn(stderr) ?? `ended with ${signal ?? code}` });
    });
  });
}

/** Node prints the error after the source line; before it may stand any number of warnings. */
function errorIn(stderr) {
  return stderr
    .split('\n')
    .find((line) => /^(\w*Error|Uncaught|Cannot)\b/.test(line.trim()))
    ?.trim();
}
