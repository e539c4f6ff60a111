import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ownEnvironment } from './environment.ts';

export interface Child {
  /** Rejects, with what it said last, when the program ends before it is stopped. */
  readonly ended: Promise<never>;
  /** Resolves with the first line of standard output that matches; rejects when the program ends before. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** SIGTERM, and SIGKILL for one that does not listen. */
  stop(): Promise<void>;
}

const stopMsMax = 15_000;
const complaintsMax = 50;

/** A Node program whose standard error is kept, so that a failure can be explained. It runs in `cwd`. */
export function startNode(
  name: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Child {
  const child = spawn(process.execPath, [...args], {
    cwd,
    env: { ...ownEnvironment(process.env), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const complaints: string[] = [];
  child.stderr.on('data', (text: Buffer) => {
    complaints.push(text.toString());
    if (complaints.length > complaintsMax) complaints.shift();
  });
  const lines = createInterface({ input: child.stdout });
  let isStopping = false;
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => {
      if (!isStopping) reject(new Error(`${name} ended with code ${code}:\n${complaints.join('')}`));
    });
  });
  // Whoever waits hears of it; that nobody waits is no reason to crash.
  ended.catch(() => undefined);

  const firstLine = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve) => {
      lines.on('line', (text) => {
        const match = pattern.exec(text);
        if (match) resolve(match);
      });
    });
  return {
    ended,
    line: (pattern) => Promise.race([firstLine(pattern), ended]),
    stop: async () => {
      isStopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
      await gone;
      clearTimeout(force);
    },
  };
}
