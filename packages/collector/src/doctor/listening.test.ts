import { expect, test } from 'vitest';
import { type AccessFacts, judgeAccess, judgePort, type PortFacts } from './listening.ts';

const port: PortFacts = {
  host: '127.0.0.1',
  port: 4318,
  outcome: { kind: 'taken' },
  faultline: null,
  isReaderPort: false,
};

test('a free port is well, and so is any', () => {
  expect(judgePort({ ...port, outcome: { kind: 'free' } }).state).toBe('ok');
  expect(judgePort({ ...port, port: 0, outcome: { kind: 'free' } }).seen).toBe('127.0.0.1: any free port');
});

test('a port that a Faultline has is well, with its version where it tells', () => {
  expect(judgePort({ ...port, faultline: { version: '1.2.3' } })).toMatchObject({
    state: 'ok',
    seen: 'Faultline 1.2.3 listens on 127.0.0.1:4318',
  });
  expect(judgePort({ ...port, faultline: { version: null } }).seen).toMatch(/^a Faultline listens/);
});

test('a port that somebody else has is a problem, with the setting', () => {
  expect(judgePort(port)).toMatchObject({ state: 'problem' });
  expect(judgePort(port).next).toContain('FAULTLINE_LISTEN_PORT');
  expect(judgePort({ ...port, isReaderPort: true }).next).toContain('--clickhouse-readonly-port');
});

test.each([
  ['EACCES', /privilege/],
  ['EADDRNOTAVAIL', /no such address/],
  ['ENOTFOUND', /resolved/],
  ['EINVAL', /another address/],
])('an address that fails with %s says what to do', (code, next) => {
  const finding = judgePort({ ...port, host: '::1', outcome: { kind: 'impossible', code } });
  expect(finding.seen).toBe(`[::1]:4318 cannot be listened on (${code})`);
  expect(finding.next).toMatch(next);
});

const open: AccessFacts = {
  host: '0.0.0.0',
  isLocal: false,
  senderTokens: 0,
  accessTokens: 0,
  allowUnauthenticated: false,
};

test.each([
  ['this machine alone', { host: '127.0.0.1', isLocal: true }, 'ok'],
  ['a public address with tokens', { senderTokens: 2 }, 'ok'],
  ['a public address without', {}, 'problem'],
  ['a public address that was meant to have none', { allowUnauthenticated: true }, 'warning'],
])('%s', (_, facts, state) => {
  expect(judgeAccess({ ...open, ...facts }).state).toBe(state);
});
