import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccessToken } from '../../model/access.ts';
import { createSessions } from './session.ts';

const nowMs = Date.parse('2026-06-22T01:00:00Z');
const lifetimeMs = 3_600_000;
const kim: AccessToken = { name: 'kim', role: 'operate', token: 'operate-token-of-kim' };
const screen: AccessToken = { name: 'screen', role: 'view', token: 'view-token-of-a-screen' };
const key = new Uint8Array(32).fill(1);

const sessions = createSessions({ key, tokens: [kim, screen], lifetimeMs });
const valid = sessions.issue(kim, 'an-id', nowMs);

describe('a session', () => {
  it('says whose it is until it expires', () => {
    const session = { id: 'an-id', expiresMs: nowMs + lifetimeMs, token: kim };
    expect(sessions.verify(valid, nowMs)).toEqual(session);
    expect(sessions.verify(valid, nowMs + lifetimeMs - 1)).toEqual(session);
    expect(sessions.verify(valid, nowMs + lifetimeMs)).toBeNull();
  });

  it('survives a restart with the same key, and no other', () => {
    const again = createSessions({ key, tokens: [screen, kim], lifetimeMs });
    expect(again.verify(valid, nowMs)?.token).toBe(kim);
    const other = createSessions({ key: new Uint8Array(32).fill(2), tokens: [kim, screen], lifetimeMs });
    expect(other.verify(valid, nowMs)).toBeNull();
  });

  it('ends when its token is removed or replaced, and follows it to another role', () => {
    const withTokens = (tokens: readonly AccessToken[]) => createSessions({ key, tokens, lifetimeMs });
    expect(withTokens([screen]).verify(valid, nowMs)).toBeNull();
    expect(withTokens([]).verify(valid, nowMs)).toBeNull();
    expect(withTokens([{ ...kim, token: 'another-token-of-kim' }]).verify(valid, nowMs)).toBeNull();
    expect(withTokens([{ ...kim, role: 'view' }]).verify(valid, nowMs)?.token.role).toBe('view');
  });

  it('holds no token, nor a hash that tokens could be tried against elsewhere', () => {
    expect(valid).not.toContain(kim.token);
    const elsewhere = createSessions({ key: new Uint8Array(32).fill(2), tokens: [kim], lifetimeMs });
    const [, , , here] = valid.split('.');
    const [, , , there] = elsewhere.issue(kim, 'an-id', nowMs).split('.');
    expect(here).not.toBe(there);
  });

  it('fits into a cookie as it is', () => {
    expect(valid).toMatch(/^[\w.-]{1,300}$/);
  });

  it('is nothing that somebody put together from two', () => {
    const parts = valid.split('.');
    const others = sessions.issue(screen, 'other', nowMs + 5).split('.');
    for (const place of parts.keys()) {
      const mixed = parts.map((part, index) => (index === place ? others[index] : part)).join('.');
      if (mixed !== valid) expect(sessions.verify(mixed, nowMs)).toBeNull();
    }
  });
});

describe('no change of a session verifies', () => {
  const isRefused = (text: string): void => {
    if (text !== valid) expect(sessions.verify(text, nowMs)).toBeNull();
  };
  const place = fc.nat(valid.length);
  /** Any character, and those that base64 takes for one another or skips. */
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3 }),
    fc.constantFrom('+', '/', '=', '-', '_', ' ', '\n', 'é'),
  );

  it('replaced, inserted, left out, doubled or cut', () => {
    fc.assert(
      fc.property(place, fc.nat(3), piece, (at, removed, inserted) => {
        isRefused(valid.slice(0, at) + inserted + valid.slice(at + removed));
      }),
      { numRuns: 2_000 },
    );
  });

  it('every single bit', () => {
    for (let at = 0; at < valid.length; at += 1)
      for (let bit = 0; bit < 8; bit += 1) {
        const flipped = String.fromCharCode(valid.charCodeAt(at) ^ (1 << bit));
        isRefused(valid.slice(0, at) + flipped + valid.slice(at + 1));
      }
  });

  it('nor anything else', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => isRefused(text)));
    for (const text of [
      '',
      '.',
      '1....',
      `${valid}\n`,
      ` ${valid}`,
      `${valid}=`,
      valid.toUpperCase(),
      'a'.repeat(1e6),
    ])
      isRefused(text);
  });
});
