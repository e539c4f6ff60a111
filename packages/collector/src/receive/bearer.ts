import { createHash, timingSafeEqual } from 'node:crypto';
import { type Refusal, rpcCode } from './refusal.ts';

/** Undefined when the request may pass. */
export type Authorise = (authorization: string | undefined) => Refusal | undefined;

/** Any of the tokens will do; without tokens everybody passes. Hashes are compared, so length leaks nothing either. */
export function createAuthorise(tokens: readonly string[]): Authorise {
  const digests = tokens.map(digestOf);
  return (authorization) => {
    if (digests.length === 0) return undefined;
    const token = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return unauthenticated('a bearer token is required');
    const presented = digestOf(token);
    // All of them, so that the time does not tell which one came near.
    const matches = digests.filter((digest) => timingSafeEqual(digest, presented)).length;
    return matches > 0 ? undefined : unauthenticated('the bearer token is not known here');
  };
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function unauthenticated(message: string): Refusal {
  const headers = { 'WWW-Authenticate': 'Bearer' };
  return { kind: 'refused', httpStatus: 401, rpcCode: rpcCode.unauthenticated, message, headers };
}
