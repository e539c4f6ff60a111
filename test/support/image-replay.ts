import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ChildOptions } from './child-process.ts';
import { execForm, type Instruction, lastOf, lineage, pairsOf, parseDockerfile } from './dockerfile.ts';
import { createDockerignore } from './dockerignore.ts';
import { nodeBinary } from './node-binary.ts';

/** What a target holds, below a folder instead of `/`, and how it would be started. */
export interface ReplayedImage {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** As the image's user where the tests run as root; otherwise as whoever runs them. */
  start(command: readonly string[], env: Readonly<Record<string, string>>): ChildOptions;
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

export interface Replay {
  build(target: string): ReplayedImage;
}

/**
 * The Dockerfile without Docker: every stage is a folder, its steps are run there, one stage that continues another begins
 * with what that one left. Of an image by others there is only its Node. What a step is called with is what the file says;
 * that is why its commands use relative paths.
 */
export function createReplay(repository: string, folder: string): Replay {
  const stages = parseDockerfile(readFileSync(join(repository, 'Dockerfile'), 'utf8'));
  const built = new Map<string, string>();

  function folderOf(name: string): string {
    const known = built.get(name);
    if (known !== undefined) return known;
    const stage = stages.find((each) => each.name === name);
    if (!stage) throw new Error(`the Dockerfile has no stage ${name}`);
    const root = join(folder, name);
    built.set(name, root);
    if (stages.some((each) => each.name === stage.from)) copyTree(folderOf(stage.from), root);
    else mkdirSync(root);
    let workdir = workdirOf(stage.from);
    for (const instruction of stage.instructions) {
      if (instruction.name === 'WORKDIR') workdir = instruction.rest;
      const place = join(root, workdir);
      mkdirSync(place, { recursive: true });
      if (instruction.name === 'COPY') copy(instruction, root, place);
      if (instruction.name === 'RUN') runStep(instruction.rest, place);
    }
    return root;
  }

  const workdirOf = (name: string): string => lastOf(stages, name, 'WORKDIR')?.rest ?? '/';

  function copy({ flags, rest }: Instruction, root: string, place: string): void {
    const [from = '', to = ''] = rest.split(/\s+/);
    if (flags.from === undefined) {
      copySources(repository, place);
      return;
    }
    copyTree(join(folderOf(flags.from), from), join(root, to));
    if (flags.chown !== undefined && process.getuid?.() === 0)
      execFileSync('chown', ['--recursive', flags.chown, join(root, to)]);
    if (flags.chmod !== undefined) execFileSync('chmod', ['--recursive', flags.chmod, join(root, to)]);
  }

  return {
    build(target) {
      const root = folderOf(target);
      const below = (text: string): string => (text.startsWith('/') ? join(root, text) : text);
      const given = (name: string): string => lastOf(stages, target, name)?.rest ?? '[]';
      const variables = lineage(stages, target)
        .flatMap(({ instructions }) => instructions)
        .filter(({ name }) => name === 'ENV')
        .flatMap(({ rest }) => pairsOf(rest));
      const env = Object.fromEntries(variables.map(([name, value]) => [name, below(value)]));
      const [uid, gid] = given('USER').split(':').map(Number);
      return {
        folder: root,
        env,
        command: [...execForm(given('ENTRYPOINT')), ...execForm(given('CMD'))],
        healthcheck: execForm(given('HEALTHCHECK').replace(/^CMD /, '')),
        start: ([program, ...args], more) => ({
          command: program === 'node' ? nodeBinary(24) : below(program ?? ''),
          args: args.map(below),
          // A package manager that runs the tests points NODE_PATH at everything that they have installed.
          env: { ...env, NODE_PATH: '', ...more },
          cwd: join(root, workdirOf(target)),
          ...(process.getuid?.() === 0 && { user: { uid, gid } }),
        }),
      };
    },
  };
}

/** What `COPY . .` takes: the files of the repository, as they are now, without those that `.dockerignore` names. */
function copySources(repository: string, place: string): void {
  const isIgnored = createDockerignore(readFileSync(join(repository, '.dockerignore'), 'utf8'));
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: repository,
    encoding: 'utf8',
  });
  for (const path of listed
    .trim()
    .split('\n')
    .filter((each) => !isIgnored(each))) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    cpSync(join(repository, path), join(place, path));
  }
}

/** Linked, not copied: half a gigabyte for each stage would take longer than all the rest. */
function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  execFileSync('cp', ['--archive', '--link', `${from}/.`, to]);
}

function runStep(command: string, place: string): void {
  execFileSync('/bin/sh', ['-c', command], {
    cwd: place,
    // What the lock file names is in the store already, because these tests were installed from it.
    env: { ...process.env, CI: 'true', npm_config_prefer_offline: 'true' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
