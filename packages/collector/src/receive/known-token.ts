import { createHash, timingSafeEqual } from 'node:crypto';

/** Tokens that are recognised without telling, by the time it takes, how near a wrong one came. */
export interface KnownTokens {
  readonly count: number;
  /** The place of this one in the list; undefined for a stranger. */
  find(presented: string): number | undefined;
}

/** Hashes are compared, so length leaks nothing either. */
export function createKnownTokens(
  tokens: readonly string[],
  isEqual: (a: Buffer, b: Buffer) => boolean = timingSafeEqual,
): KnownTokens {
  const digests = tokens.map(digestOf);
  return {
    count: digests.length,
    find: (presented) => {
      const digest = digestOf(presented);
      // All of them, so that the time does not tell which one it was.
      const matches = digests.map((each) => isEqual(each, digest));
      const place = matches.indexOf(true);
      return place === -1 ? undefined : place;
    },
  };
}

/** The token of `Authorization: Bearer …` (RFC 6750, 2.1); undefined when there is none. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
