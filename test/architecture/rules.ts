import { isTest, type SourceFile } from './source-tree.ts';

/** A rule looks at all files and answers with one sentence per violation. */
export type Rule = (files: readonly SourceFile[]) => readonly string[];

const linesMax = 300;
const depthMax = 3;
const bannedNames = /(^|\/)(utils?|helpers?|common|misc|types)(\.tsx?$|\/)/;

export const fileLength: Rule = (files) =>
  files
    .filter((file) => file.lines > linesMax)
    .map((file) => `${file.path} has ${file.lines} lines (max ${linesMax})`);

export const folderDepth: Rule = (files) =>
  files
    .filter((file) => (file.path.split('/src/')[1]?.split('/').length ?? 1) - 1 > depthMax)
    .map((file) => `${file.path} lies more than ${depthMax} folders deep under src`);

export const telltaleNames: Rule = (files) =>
  files
    .filter((file) => bannedNames.test(file.path))
    .map((file) => `${file.path}: name the thing it holds, not "utils" or "types"`);

/** Collector: folder → folders it may import, besides itself, `model` and the conventions. */
const collectorImports: Readonly<Record<string, readonly string[]>> = {
  model: [],
  // Checks what is written with the rules that will be applied to it.
  config: ['evaluate/slo'],
  decode: [],
  normalise: ['decode'],
  'store/store-health.ts': [],
  'store/store.ts': ['store/store-health.ts'],
  store: ['store/store.ts'],
  'store/clickhouse': ['store/store.ts', 'store'],
  'store/memory': ['store/store.ts', 'store'],
  'evaluate/slo': [],
  'evaluate/sla': [],
  'evaluate/incident': [],
  replay: ['evaluate/incident'],
  'evaluate/loop.ts': [
    'evaluate/slo',
    'evaluate/incident',
    'evaluate/evidence-samples.ts',
    'evaluate/service-levels.ts',
    'store/store.ts',
  ],
  'evaluate/evidence-samples.ts': ['evaluate/incident', 'store/store.ts'],
  'evaluate/mute.ts': ['evaluate/slo'],
  'evaluate/review.ts': ['evaluate/slo', 'evaluate/mute.ts'],
  'evaluate/service-levels.ts': ['evaluate/slo', 'store/store.ts'],
  notify: [],
  rules: ['evaluate/slo'],
  receive: ['decode', 'normalise', 'store/store.ts'],
  // Other people's words: kept and shown, and no part of what decides. No other folder may import it.
  official: ['store/store.ts'],
  show: [
    'store/store.ts',
    'evaluate/sla',
    'evaluate/slo',
    'evaluate/mute.ts',
    'evaluate/incident/channel.ts',
    'receive/known-token.ts',
  ],
  telemetry: ['store/store.ts', 'receive/meter.ts'],
  // Tries the parts a collector is made of, without one.
  doctor: ['config', 'store', 'store/clickhouse'],
  // What the program is told to do: starts a collector, asks one that runs, or works without one.
  command: [
    'app.ts',
    'version.ts',
    'config',
    'doctor',
    'evaluate/incident',
    'official',
    'replay',
    'rules',
    'store',
    'store/clickhouse',
    'telemetry',
  ],
};
const collectorRoot = 'packages/collector/src/';
/** What only the top of the house may know everything about. */
const collectorTop = new Set([
  'app.ts',
  'feeds.ts',
  'main.ts',
  'http-server.ts',
  'official-signal.ts',
  'open-show.ts',
  'open-access.ts',
  'reaction.ts',
  'version.ts',
]);
/** Data, and what is read from it alone: everybody may speak it, it knows nobody. */
const sharedByAll = ['model'];

export const collectorDirections: Rule = (files) =>
  files.flatMap((file) => {
    const from = inCollector(file.path);
    if (from === undefined || collectorTop.has(from) || isTest(file.path)) return [];
    const home = roomOf(from);
    if (home === undefined)
      return [`${file.path}: no import rule for this folder; add one to test/architecture/rules.ts`];
    const allowed = [home, ...sharedByAll, ...(collectorImports[home] ?? [])];
    return file.imports.flatMap((imported) => {
      const to = inCollector(imported);
      if (to === undefined || allowed.some((room) => to === room || to.startsWith(`${room}/`))) return [];
      return [`${file.path} imports ${to}: ${home} may only import ${allowed.slice(1).join(', ')}`];
    });
  });

function inCollector(path: string): string | undefined {
  return path.startsWith(collectorRoot) ? path.slice(collectorRoot.length) : undefined;
}

function roomOf(path: string): string | undefined {
  const rooms = Object.keys(collectorImports).filter((room) => path === room || path.startsWith(`${room}/`));
  return rooms.sort((a, b) => b.length - a.length)[0];
}

/** Package → workspace packages it may import. Everything may use the conventions; nobody imports back. */
const packageImports: Readonly<Record<string, readonly string[]>> = {
  conventions: [],
  instrument: ['conventions'],
  collector: ['conventions'],
  console: ['conventions'],
  simulator: [],
  // The one package that joins the others, from outside: the collector carries it as files and starts it as a command.
  demo: ['conventions', 'simulator', 'instrument'],
};

export const packageDirections: Rule = (files) =>
  files.flatMap((file) => {
    const home = /^packages\/([^/]+)\//.exec(file.path)?.[1];
    if (home === undefined || isTest(file.path)) return [];
    const allowed = packageImports[home] ?? [];
    return file.imports.flatMap((imported) => {
      const to = /^@faultline\/([^/]+)/.exec(imported)?.[1] ?? /^packages\/([^/]+)\//.exec(imported)?.[1];
      if (to === undefined || to === home || allowed.includes(to)) return [];
      return [
        `${file.path} imports the package ${to}; ${home} may only import ${allowed.join(', ') || 'nothing'}`,
      ];
    });
  });

/** Package from outside, or a folder that nothing depends on → the only places that may import it. */
const confined: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^@clickhouse\/client|^ffi-rs$|^@chdb\//, [`${collectorRoot}store/clickhouse/`]],
  [
    /^hono|^@hono\//,
    ['receive/', 'show/http/', 'app.ts', 'http-server.ts', 'open-show.ts'].map(
      (place) => `${collectorRoot}${place}`,
    ),
  ],
  [
    /^prom-client$/,
    [
      ...['telemetry/', 'app.ts', 'official-signal.ts', 'open-show.ts'].map(
        (place) => `${collectorRoot}${place}`,
      ),
      'packages/instrument/src/',
    ],
  ],
  [/^feedsmith$/, [`${collectorRoot}official/formats/`]],
  [/^pino$/, [`${collectorRoot}telemetry/`]],
  [/^packages\/collector\/src\/doctor\//, [`${collectorRoot}doctor/`, `${collectorRoot}command/doctor.ts`]],
  [/^@grafana\//, ['grafana/src/classic/']],
];

export const confinedPackages: Rule = (files) =>
  files.flatMap((file) => {
    if (isTest(file.path)) return [];
    return confined.flatMap(([name, places]) => {
      const imported = file.imports.find((each) => name.test(each));
      if (!imported || places.some((place) => file.path.startsWith(place))) return [];
      return [`${file.path} imports ${imported}, which belongs to ${places.join(', ')}`];
    });
  });

/** Pure parts: the same input gives the same output on every machine, every time. */
const pureParts = [
  'packages/conventions/src/',
  `${collectorRoot}model/`,
  `${collectorRoot}decode/`,
  `${collectorRoot}normalise/`,
  `${collectorRoot}evaluate/slo/`,
  `${collectorRoot}evaluate/incident/`,
  `${collectorRoot}official/formats/`,
  `${collectorRoot}show/official/`,
  'grafana/src/',
];
/** `'process.pid'` in quotes is an attribute of a resource. */
const impurities =
  /\b(Date\.now|new Date\(\)|Math\.random|random(Bytes|UUID|Int|FillSync)|performance\.now|setTimeout|setInterval|(?<!')process\.|globalThis\.|fetch\()/;
/** A hash is a function of its input. */
const hashing = 'node:crypto';

export const purity: Rule = (files) =>
  files.flatMap((file) => {
    if (isTest(file.path) || !pureParts.some((part) => file.path.startsWith(part))) return [];
    const clock = impurities.exec(withoutComments(file.text));
    const builtin = file.imports.find((imported) => imported.startsWith('node:') && imported !== hashing);
    return [
      ...(clock ? [`${file.path} uses ${clock[0]}: time, chance and I/O are arguments here`] : []),
      ...(builtin ? [`${file.path} imports ${builtin}: no I/O here`] : []),
    ];
  });

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

export const noCycles: Rule = (files) => {
  const imports = new Map(files.map((file) => [file.path, file.imports]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      cycles.push(`cycle: ${[...trail.slice(trail.indexOf(path)), path].join(' → ')}`);
      return;
    }
    if (done.has(path)) return;
    for (const next of imports.get(path) ?? []) if (imports.has(next)) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return cycles;
};

/** A newcomer reads docs/architecture.md to find a folder; a folder it does not name cannot be found. */
export function unnamedFolders(folders: readonly string[], architecture: string): readonly string[] {
  return folders
    .filter((folder) => !architecture.includes(`\`${folder}/\``))
    .map((folder) => `docs/architecture.md does not name \`${folder}/\``);
}

/** Pages name files below `packages/`; one that was moved would lead a newcomer nowhere. */
export function unknownFiles(page: string, exists: (path: string) => boolean): readonly string[] {
  const named = page.match(/(?<=`)[a-z]+\/src\/[\w/.-]+\.ts(?=`)/g) ?? [];
  return named
    .filter((path) => !exists(`packages/${path}`))
    .map((path) => `packages/${path} is named, and is not there`);
}
