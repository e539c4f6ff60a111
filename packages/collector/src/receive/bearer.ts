import { bearerToken, createKnownTokens } from './known-token.ts';
import { type Refusal, rpcCode } from './refusal.ts';

/** Undefined when the request may pass. */
export type Authorise = (authorization: string | undefined) => Refusal | undefined;

/** Any of the tokens will do; without tokens everybody passes. */
export function createAuthorise(tokens: readonly string[]): Authorise {
  const known = createKnownTokens(tokens);
  return (authorization) => {
    if (known.count === 0) return undefined;
    const token = bearerToken(authorization);
    if (token === undefined) return unauthenticated('a bearer token is required');
    return known.find(token) === undefined
      ? unauthenticated('the bearer token is not known here')
      : undefined;
  };
}

function unauthenticated(message: string): Refusal {
  const headers = { 'WWW-Authenticate': 'Bearer' };
  return { kind: 'refused', httpStatus: 401, rpcCode: rpcCode.unauthenticated, message, headers };
}
