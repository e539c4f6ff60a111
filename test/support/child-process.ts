import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Cleanup } from './cleanup.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Child {
  readonly pid: number;
  /** Resolves when it has ended and everything it said is read. */
  readonly exit: Promise<Exit>;
  said(): { readonly stdout: string; readonly stderr: string };
  /** What is waited for, unless the program ends before. */
  whileAlive<T>(waiting: Promise<T>): Promise<T>;
  signal(name: NodeJS.Signals): void;
}

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** A program that ends with its input is given one that never ends. */
  readonly endsWithInput?: boolean;
  /** Only root can choose. */
  readonly user?: { readonly uid: number | undefined; readonly gid: number | undefined };
}

const stopMsMax = 25_000;

/** Starts a program and sees to its end, come what may. Variables of ours that could configure it are kept from it. */
export function startChild(cleanup: Cleanup, options: ChildOptions): Child {
  const { command, args, env = {}, cwd, endsWithInput = false, user } = options;
  const child = spawn(command, args, {
    env: { ...inheritedEnvironment(), ...env },
    cwd,
    stdio: 'pipe',
    ...user,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} cannot be started`);
  if (!endsWithInput) child.stdin.end();
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exit = new Promise<Exit>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  cleanup.add(() => stop(child, exit));
  return {
    pid,
    exit,
    said: () => ({ stdout, stderr }),
    whileAlive: (waiting) => {
      const ended = exit.then(({ code, signal }) => {
        throw new Error(`${command} ${args.join(' ')} ended (${signal ?? code}): ${stderr}`);
      });
      return Promise.race([waiting, ended]);
    },
    signal: (name) => void child.kill(name),
  };
}

/** Runs a program to its end. */
export function run(cleanup: Cleanup, options: ChildOptions): Promise<Exit> {
  return startChild(cleanup, options).exit;
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A program of the system that a test needs; a missing one fails the test and says how to get it. */
export function systemProgram(path: string, debianPackage: string): string {
  if (existsSync(path)) return path;
  throw new Error(`${path} is missing; on Debian: apt-get install ${debianPackage}`);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function stop(child: ChildProcess, exit: Promise<Exit>): Promise<void> {
  // What ends with its input may not listen to signals.
  child.stdin?.end();
  if (!hasEnded(child)) child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
  await exit;
  clearTimeout(force);
}

function inheritedEnvironment(): Record<string, string> {
  const isForeign = ([name]: [string, unknown]): boolean =>
    !/^(FAULTLINE_|OTEL_|VITEST|NODE_OPTIONS)/.test(name);
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => isForeign(entry)),
  );
}
