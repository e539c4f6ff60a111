import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Child {
  readonly process: ChildProcess;
  /** Resolves with the first line of standard output that matches; rejects when the program ends before. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** SIGTERM, and SIGKILL for one that does not listen. */
  stop(): Promise<void>;
}

const stopMsMax = 15_000;

/** A Node program whose standard error is kept, so that a failure can be explained. */
export function startNode(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Child {
  const child = spawn(process.execPath, [...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const complaints: string[] = [];
  child.stderr.on('data', (text: Buffer) => {
    complaints.push(text.toString());
    if (complaints.length > 50) complaints.shift();
  });
  const lines = createInterface({ input: child.stdout });
  return {
    process: child,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        lines.on('line', (text) => {
          const match = pattern.exec(text);
          if (match) resolve(match);
        });
        child.once('exit', (code) =>
          reject(new Error(`${name} ended with code ${code}:\n${complaints.join('')}`)),
        );
      }),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
      await gone;
      clearTimeout(force);
    },
  };
}
