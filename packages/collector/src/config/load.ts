import { existsSync, readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { daysAtMost } from '../evaluate/slo/span.ts';
import { ambiguousTokens } from './access.ts';
import { readOpenSlo } from './openslo-files.ts';
import { describeProblem, showValue } from './problem.ts';
import { type Config, configSchema, environmentVariables } from './schema.ts';
import { settingsAt } from './settings-at.ts';
import { inPlaceOf, namedTwice } from './slo.ts';
import { nearest } from './unknown-key.ts';

/** The configuration cannot be used. The message lists every problem, each with where, what was expected and what came. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(source: string, problems: readonly string[]) {
    super(`${source} cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

type Tree = Record<string, unknown>;

export interface ConfigSources {
  /** Explicitly asked for: must exist. Without it `faultline.yaml` in the working directory is read if it is there. */
  readonly file?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Values given on the command line, by path. */
  readonly flags: Tree;
}

export interface LoadedConfig {
  readonly config: Config;
  /** The file that was read, if there was one. */
  readonly file: string | null;
  /** What a person should know although it is no reason not to start. */
  readonly notices: readonly string[];
}

/** Flag over environment over file over default. Throws {@link ConfigError}. */
export function loadConfig(sources: ConfigSources): LoadedConfig {
  const path = sources.file ?? 'faultline.yaml';
  const tree = readConfigFile(path, sources.file !== undefined);
  const file = existsSync(path) ? path : null;
  const problems: string[] = [];
  for (const [name, { path: target, as }] of Object.entries(environmentVariables)) {
    const text = readVariable(name, sources.environment, problems);
    if (text !== undefined) setAt(tree, target, convert(text, as));
  }
  merge(tree, sources.flags);
  const parsed = configSchema.safeParse(tree);
  const refuse = (): never => {
    throw new ConfigError(`Configuration (${namesOf(sources, file)})`, problems);
  };
  if (!parsed.success) {
    problems.push(
      ...parsed.error.issues.map((issue) =>
        describeProblem(issue, tree, (place) => settingsAt(configSchema, place)),
      ),
    );
    return refuse();
  }
  const { config, notices } = withOpenSlo(parsed.data, problems);
  problems.push(
    ...exposure(config),
    ...ambiguousTokens(config),
    ...missingFiles(config),
    ...forgotten(config),
  );
  if (problems.length > 0) return refuse();
  return {
    config,
    file,
    notices: [...notices, ...sharedTokens(config), ...misspelt(sources.environment)],
  };
}

/** Where a wrong value may have come from. */
function namesOf({ flags }: ConfigSources, file: string | null): string {
  const isGiven = (value: unknown): boolean =>
    typeof value === 'object' && value !== null ? Object.values(value).some(isGiven) : value !== undefined;
  return [...(file === null ? [] : [file]), 'environment', ...(isGiven(flags) ? ['command line'] : [])].join(
    ', ',
  );
}

function withOpenSlo(config: Config, problems: string[]): Omit<LoadedConfig, 'file'> {
  const { files, strict } = config.slo.openslo;
  const read = readOpenSlo(files, strict);
  problems.push(...read.problems.map((problem) => `slo.openslo: ${problem}`));
  const twice = namedTwice(read.slos);
  if (twice !== undefined) problems.push(`slo.openslo: two SLOs are named "${twice}"`);
  const slos = inPlaceOf(config.slo.slos, read.slos);
  return { config: { ...config, slo: { ...config.slo, slos } }, notices: read.notices };
}

function readConfigFile(path: string, required: boolean): Tree {
  if (!existsSync(path)) {
    if (required) throw new ConfigError(path, ['the file does not exist']);
    return {};
  }
  const document = parseDocument(readFileSync(path, 'utf8'));
  const problems = document.errors.map(({ message }) => withoutSource(message));
  const tree: unknown = problems.length > 0 ? {} : (contentOf(document, problems) ?? {});
  if (typeof tree !== 'object' || Array.isArray(tree))
    problems.push(`expected a mapping, got ${showValue(tree)}`);
  if (problems.length > 0) throw new ConfigError(path, problems);
  return tree as Tree;
}

/** What the parser quotes of the file may be a secret that nobody put in quotes. */
function withoutSource(message: string): string {
  const [first = ''] = message.split('\n');
  return first.replace(/(\w): \S.*(?= at line \d)/, '$1').replace(/:$/, '');
}

function contentOf(document: ReturnType<typeof parseDocument>, problems: string[]): unknown {
  try {
    return document.toJS();
  } catch {
    // Its message would repeat what looks like the name of an anchor.
    problems.push('an alias has no anchor; a text that begins with * has to be in quotes');
    return {};
  }
}

function readVariable(
  name: string,
  environment: ConfigSources['environment'],
  problems: string[],
): string | undefined {
  const file = environment[`${name}_FILE`];
  if (file === undefined) return environment[name];
  if (!existsSync(file)) {
    problems.push(`${name}_FILE: expected a readable file, got ${showValue(file)}`);
    return undefined;
  }
  return readFileSync(file, 'utf8').trim();
}

function convert(text: string, as: 'text' | 'number' | 'boolean' | 'list'): unknown {
  if (as === 'list')
    return text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  if (as === 'boolean') return text === 'true' || (text === 'false' ? false : text);
  // What is no number stays text, so that the schema's message shows what was given.
  if (as === 'number') return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  return text;
}

function setAt(tree: Tree, path: readonly string[], value: unknown): void {
  const [head, ...rest] = path;
  if (head === undefined) return;
  if (rest.length === 0) {
    tree[head] = value;
    return;
  }
  const child = tree[head];
  const branch: Tree = typeof child === 'object' && child !== null ? (child as Tree) : {};
  tree[head] = branch;
  setAt(branch, rest, value);
}

function merge(tree: Tree, flags: Tree): void {
  for (const [key, value] of Object.entries(flags)) {
    if (value === undefined) continue;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const branch = (tree[key] ?? {}) as Tree;
      tree[key] = branch;
      merge(branch, value as Tree);
    } else tree[key] = value;
  }
}

/** Anybody could write false incidents into a collector that listens publicly without tokens. */
function exposure(config: Config): readonly string[] {
  if (isLocal(config) || config.tokens.length > 0 || config.allowUnauthenticated) return [];
  return [
    `listen.host: ${config.listen.host} is reachable from other machines; set tokens (FAULTLINE_TOKENS), or ` +
      'allowUnauthenticated: true behind something that authenticates',
  ];
}

/** These names alone: whatever else means this machine is written in so many ways that one of them would be overlooked. */
function isLocal({ listen }: Config): boolean {
  return ['127.0.0.1', '::1', 'localhost'].includes(listen.host);
}

const prefix = 'FAULTLINE_';

/**
 * Variables that are nearly one of ours: a silent typo in the address of an Alertmanager is a page that never comes. The
 * instrumentation and other tools have variables of the same beginning, so the rest is nobody's mistake.
 */
function misspelt(environment: ConfigSources['environment']): readonly string[] {
  const known = Object.keys(environmentVariables).flatMap((name) => [name, `${name}_FILE`]);
  return Object.keys(environment).flatMap((name) => {
    if (!name.startsWith(prefix) || known.includes(name)) return [];
    const bare = known.map((each) => each.slice(prefix.length));
    const near = nearest(name.slice(prefix.length), bare);
    return near === undefined ? [] : [`${name}: no such variable; did you mean ${prefix}${near}?`];
  });
}

/** Every app holds a token of senders. */
function sharedTokens(config: Config): readonly string[] {
  const { tokens, access } = config;
  if (isLocal(config) || tokens.length === 0 || access.view.length + access.operate.length > 0) return [];
  return [
    'access is not set: whoever holds a token of senders can open the console and operate it; set access.view and ' +
      'access.operate (FAULTLINE_ACCESS_VIEW, FAULTLINE_ACCESS_OPERATE)',
  ];
}

/** A budget of a period whose beginning has expired would be that of a shorter one. */
function forgotten({ slo, retention: { hoursDays, daysDays } }: Config): readonly string[] {
  const keptDays = Math.min(hoursDays, daysDays);
  return slo.slos
    .filter(({ period }) => daysAtMost(period) >= keptDays)
    .map(
      ({ name, period }) =>
        `slo: the period of "${name}" is up to ${daysAtMost(period)} days, and counts are kept for ${keptDays}; ` +
        'raise retention.hoursDays and retention.daysDays, or shorten the period',
    );
}

function missingFiles({ clickhouse }: Config): readonly string[] {
  const files = ['caFile', 'certFile', 'keyFile'] as const;
  return files.flatMap((name) => {
    const path = clickhouse[name];
    if (path === undefined || existsSync(path)) return [];
    return [`clickhouse.${name}: expected a readable file, got ${showValue(path)}`];
  });
}
