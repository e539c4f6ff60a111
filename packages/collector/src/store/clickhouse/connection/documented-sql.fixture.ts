import { readFileSync } from 'node:fs';

// What docs/operating.md tells an administrator to run, taken from there: what the page says is what the tests do.

const page = readFileSync(new URL('../../../../../../docs/operating.md', import.meta.url), 'utf8');

export const documentedStatements: readonly string[] = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].flatMap(
  ([, block = '']) =>
    block
      .split(';')
      .map((statement) => statement.trim())
      .filter(Boolean),
);

/** Without the user's name, as a server's XML has them. */
export function documentedGrants(user: string): readonly string[] {
  const grants = documentedStatements.filter(
    (statement) => statement.startsWith('GRANT ') && statement.endsWith(` TO ${user}`),
  );
  return grants.map((grant) => grant.slice(0, -` TO ${user}`.length));
}

export interface DocumentedSetting {
  readonly name: string;
  readonly value: string;
  readonly min: string | undefined;
  readonly max: string | undefined;
}

export function documentedSettings(user: string): readonly DocumentedSetting[] {
  const statement = documentedStatements.find((each) => each.startsWith(`CREATE USER ${user} `)) ?? '';
  const [, settings = ''] = statement.split(/\bSETTINGS\b/);
  return [...settings.matchAll(/(\w+) = (\d+)(?: MIN (\d+))?(?: MAX (\d+))?/g)].map(
    ([, name = '', value = '', min, max]) => ({ name, value, min, max }),
  );
}
