import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

// The part of the Compose specification that docker-compose.yml uses, and nothing else of it: a key that is misspelt or that
// nobody has thought about is refused. What Compose itself says of the file is told in docs/deploying.md.

const duration = z.string().regex(/^\d+(s|m)$/);
const command = z.array(z.string());

const volume = z.union([
  z.string().regex(/^(\.\/[\w./-]+|[a-z-]+):\/[\w./-]+(:ro)?$/),
  z.strictObject({
    type: z.literal('volume'),
    source: z.string(),
    target: z.string().startsWith('/'),
    read_only: z.boolean(),
    volume: z.strictObject({ nocopy: z.boolean() }),
  }),
]);

const service = z.strictObject({
  profiles: z.array(z.string()).optional(),
  build: z.strictObject({ context: z.literal('.'), target: z.string() }).optional(),
  image: z.string(),
  entrypoint: command.optional(),
  command: command.optional(),
  // Compose takes text; YAML makes something else of a bare number or `true`.
  environment: z.record(z.string(), z.string()).default({}),
  user: z.string(),
  group_add: z.array(z.string()),
  restart: z.enum(['no', 'unless-stopped']),
  read_only: z.literal(true),
  tmpfs: z.array(z.string().startsWith('/')).default([]),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  network_mode: z.literal('none').optional(),
  ulimits: z.record(z.string(), z.strictObject({ soft: z.int(), hard: z.int() })).optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(volume).default([]),
  depends_on: z
    .record(
      z.string(),
      z.strictObject({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }),
    )
    .default({}),
  stop_grace_period: duration.optional(),
  healthcheck: z
    .strictObject({
      test: z.array(z.string()).refine(([kind, program]) => kind === 'CMD' && program !== undefined),
      interval: duration,
      timeout: duration,
      retries: z.int().optional(),
      start_period: duration.optional(),
    })
    .optional(),
});

const composeFile = z.strictObject({
  name: z.string(),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});

export type ComposeFile = z.infer<typeof composeFile>;
export type ComposeService = z.infer<typeof service>;

/** Throws, with every place, when it is not what Compose takes. */
export function readComposeFile(path: string): ComposeFile {
  const tree = parse(readFileSync(path, 'utf8'), { merge: true }) as Record<string, unknown>;
  // `x-` is for whoever writes the file.
  return composeFile.parse(
    Object.fromEntries(Object.entries(tree).filter(([name]) => !name.startsWith('x-'))),
  );
}

/** What starts with these profiles. */
export function servicesWith(file: ComposeFile, profiles: readonly string[]): readonly string[] {
  return Object.entries(file.services)
    .filter(([, { profiles: own }]) => !own || own.some((profile) => profiles.includes(profile)))
    .map(([name]) => name);
}

export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly isReadOnly: boolean;
  /** Of a file or folder of the repository; otherwise of a named volume. */
  readonly isBind: boolean;
}

export function mountsOf({ volumes }: ComposeService): readonly Mount[] {
  return volumes.map((mount) => {
    if (typeof mount !== 'string')
      return { source: mount.source, target: mount.target, isReadOnly: mount.read_only, isBind: false };
    const [source = '', target = '', mode] = mount.split(':');
    return { source, target, isReadOnly: mode === 'ro', isBind: source.startsWith('./') };
  });
}
