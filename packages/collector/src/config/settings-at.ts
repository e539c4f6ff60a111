import { z } from 'zod';

/** The part of JSON Schema that tells which settings there are. */
interface SettingsSchema {
  readonly properties?: Readonly<Record<string, SettingsSchema>>;
  readonly items?: SettingsSchema;
  readonly anyOf?: readonly SettingsSchema[];
}

/** Names of the settings at a place of a configuration; none where there is no such place. */
export function settingsAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as SettingsSchema;
  const places = path.reduce<readonly SettingsSchema[]>(
    (at, step) => at.flatMap((place) => stepInto(place, step)),
    alternatives(root),
  );
  return places.flatMap(({ properties = {} }) => Object.keys(properties));
}

function stepInto({ properties, items }: SettingsSchema, step: PropertyKey): readonly SettingsSchema[] {
  const next = typeof step === 'number' ? items : properties?.[String(step)];
  return next ? alternatives(next) : [];
}

function alternatives(schema: SettingsSchema): readonly SettingsSchema[] {
  return [schema, ...(schema.anyOf ?? []).flatMap(alternatives)];
}
