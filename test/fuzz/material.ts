import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiRoute, Corpus, OtlpBody } from './fuzz-case.ts';

const signals = ['traces', 'metrics', 'logs'] as const;

/** Exports as other instrumentations sent them, below a folder such as `test/fixtures/otlp`. */
export function readCorpus(folder: string): Corpus {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const bodies = (ending: string): readonly OtlpBody[] =>
    names
      .filter((name) => name.endsWith(ending))
      .flatMap((name) => {
        const signal = signals.find((each) => name.includes(`.${each}.`));
        return signal ? [{ signal, bytes: readFileSync(join(folder, name)) }] : [];
      });
  return { protobuf: some(bodies('.pb'), folder), json: some(bodies('.json'), folder) };
}

function some(bodies: readonly OtlpBody[], folder: string): readonly [OtlpBody, ...OtlpBody[]] {
  const [first, ...others] = bodies;
  if (!first) throw new Error(`${folder} has no exports`);
  return [first, ...others];
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: { readonly properties?: object } }>>;
  };
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

/** Everything that the collector's description of itself says can be asked. */
export function routesOf(openApi: {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}): readonly ApiRoute[] {
  return Object.entries(openApi.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): ApiRoute => {
      const { parameters = [], requestBody, responses } = operation;
      const schema = requestBody?.content['application/json']?.schema;
      return {
        method: method.toUpperCase(),
        path,
        query: parameters.filter((each) => each.in === 'query').map(({ name }) => name),
        body: schema ? Object.keys(schema.properties ?? {}) : undefined,
        isStream: 'text/event-stream' in (responses['200']?.content ?? {}),
      };
    }),
  );
}
