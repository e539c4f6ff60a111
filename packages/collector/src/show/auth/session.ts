import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AccessToken } from '../../model/access.ts';

/** What a cookie stands for: somebody who showed a token a while ago. */
export interface Session {
  readonly id: string;
  readonly expiresMs: number;
  readonly token: AccessToken;
}

export interface SessionsOptions {
  /** Secret of this collector. */
  readonly key: Uint8Array;
  /** Those that open something now: a session of another one is over. */
  readonly tokens: readonly AccessToken[];
  readonly lifetimeMs: number;
}

export interface Sessions {
  /** The value of a cookie. */
  issue(token: AccessToken, id: string, nowMs: number): string;
  /** Null for whatever was not issued with this key, has expired, or belongs to a token that is gone. */
  verify(value: string, nowMs: number): Session | null;
}

/** Version, expiry, id, binding to the token, signature. One spelling for each session, so that there is nothing to vary. */
const shape = /^(1\.([0-9a-z]{1,10})\.([\w-]{1,64})\.([\w-]{43}))\.([\w-]{43})$/;

/**
 * Sessions that are signed and kept nowhere. The role is looked up and not carried: a token that is taken down from
 * `operate` to `view` takes its sessions with it.
 */
export function createSessions({ key, tokens, lifetimeMs }: SessionsOptions): Sessions {
  const sign = (purpose: 'session' | 'token', text: string): string =>
    createHmac('sha256', key).update(`${purpose}\n${text}`).digest('base64url');
  // Under the key: a plain hash in a cookie would let its owner try tokens at home.
  const bound = new Map(tokens.map((token) => [sign('token', token.token), token]));

  return {
    issue(token, id, nowMs) {
      const body = `1.${(nowMs + lifetimeMs).toString(36)}.${id}.${sign('token', token.token)}`;
      return `${body}.${sign('session', body)}`;
    },
    verify(value, nowMs) {
      const [, body = '', expires = '', id = '', binding = '', signature = ''] = shape.exec(value) ?? [];
      // As text: of some signatures several spellings decode to the same bytes.
      if (!isSameText(signature, sign('session', body))) return null;
      const token = bound.get(binding);
      const expiresMs = Number.parseInt(expires, 36);
      return token && nowMs < expiresMs ? { id, expiresMs, token } : null;
    },
  };
}

function isSameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
