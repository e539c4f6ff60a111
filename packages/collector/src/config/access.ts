import { z } from 'zod';
import type { AccessToken, Role } from '../model/access.ts';
import { secret } from './secret.ts';

/** A token with the name that the audit calls it by. */
export interface NamedToken {
  readonly name: string;
  readonly token: string;
}

/** Who may look, and who may act as well. Empty: the tokens of senders are asked for, if there are any. */
export type AccessConfig = Readonly<Record<Role, readonly NamedToken[]>>;

/** A header carries it, so it has no spaces. */
const token = secret.regex(/^[\x21-\x7e]*$/, 'expected letters, digits and signs of ASCII without spaces');

const tokensFor = (role: Role): z.ZodType<readonly NamedToken[]> =>
  z
    .array(z.union([token, z.strictObject({ name: z.string().trim().min(1).max(100), token })]))
    .default([])
    .transform((given) =>
      given.map((each, index) =>
        typeof each === 'string' ? { name: `${role} token ${index + 1}`, token: each } : each,
      ),
    );

export const access: z.ZodType<AccessConfig> = z.strictObject({
  view: tokensFor('view'),
  operate: tokensFor('operate'),
});

interface Tokens {
  readonly tokens: readonly string[];
  readonly access: AccessConfig;
}

/**
 * What lets people in. Without `access` the tokens of senders do, for everything, as they did before there was one.
 * With it they do not: what every app carries is no key to the console. Empty: nobody is asked.
 */
export function accessTokens({ tokens, access }: Tokens): readonly AccessToken[] {
  const own = namedTokens(access);
  if (own.length > 0) return own;
  return tokens.map((token, index) => ({ name: `sender token ${index + 1}`, role: 'operate', token }));
}

/** What would make a token mean two things. Tokens are named by their place, never repeated. */
export function ambiguousTokens({ tokens, access }: Tokens): readonly string[] {
  const places = (['view', 'operate'] as const).flatMap((role) =>
    access[role].map((each, index) => ({ ...each, place: `access.${role}.${index}` })),
  );
  return places.flatMap(({ name, token, place }, index) => {
    const before = places.slice(0, index);
    const same = before.find((other) => other.token === token);
    return [
      ...(tokens.includes(token) ? [`${place}: is a token of senders (tokens) as well; choose another`] : []),
      ...(same ? [`${place}: is the token of ${same.place}; choose another`] : []),
      ...(before.some((other) => other.name === name)
        ? [`${place}.name: two tokens are named "${name}"`]
        : []),
    ];
  });
}

function namedTokens(access: AccessConfig): readonly AccessToken[] {
  return (['view', 'operate'] as const).flatMap((role) => access[role].map((each) => ({ ...each, role })));
}
