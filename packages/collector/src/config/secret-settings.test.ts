import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { configSchema } from './schema.ts';

interface Schema {
  readonly type?: string;
  readonly minLength?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** Places of texts that are long on purpose or are called like a secret. */
function secretPlaces(schema: Schema, place = ''): readonly string[] {
  const within = Object.entries(schema.properties ?? {}).flatMap(([name, each]) =>
    secretPlaces(each, place === '' ? name : `${place}.${name}`),
  );
  const items = schema.items ? secretPlaces(schema.items, `${place}[]`) : [];
  const ways = (schema.anyOf ?? []).flatMap((each) => secretPlaces(each, place));
  const isSecret =
    schema.type === 'string' && (schema.minLength === 16 || /(password|secret|token|key)$/i.test(place));
  return [...within, ...items, ...ways, ...(isSecret ? [place] : [])];
}

/** Where each of them is given a value that is then looked for in everything that the collector says. */
const lookedFor = new URL('../../../../test/pipeline/secrets.e2e.ts', import.meta.url);

it('a setting that is a secret is looked for in logs, pages, answers, metrics and files', () => {
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as Schema;
  // A token may stand alone in its list, without a name.
  const places = secretPlaces(schema).map((place) => place.replace(/^(access\.\w+\[\])$/, '$1.token'));
  const test = readFileSync(lookedFor, 'utf8');
  expect(places).toContain('clickhouse.password');
  expect(places.filter((place) => !test.includes(`'${place}': 'recognisable-`))).toEqual([]);
});
