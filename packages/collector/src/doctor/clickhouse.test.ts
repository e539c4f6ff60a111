import { expect, test } from 'vitest';
import type { ServerSight } from '../store/clickhouse/connection/server-sight.ts';
import { judgeClickHouse } from './clickhouse.ts';
import { worstState } from './finding.ts';

const server: Extract<ServerSight, { readonly kind: 'answers' }> = {
  kind: 'answers',
  host: 'clickhouse.example.org:8443',
  version: '26.7.2.1',
  user: 'faultline',
  database: 'faultline',
  ...{ clockMs: 0, askedMs: 0, answeredMs: 0 },
  missingGrants: [],
  cluster: null,
};

const judge = (seen: Partial<typeof server>) => {
  const findings = judgeClickHouse({ kind: 'server', server: { ...server, ...seen } });
  return { state: worstState(findings), text: JSON.stringify(findings) };
};

test('an engine that starts is well, and so is one that a collector runs already', () => {
  const trial = { kind: 'answers', version: '26.7.2.1', startMs: 600 } as const;
  expect(worstState(judgeClickHouse({ kind: 'trial', trial }))).toBe('ok');
  expect(worstState(judgeClickHouse({ kind: 'running' }))).toBe('ok');
});

test('an engine that is not installed is told apart from one that does not start', () => {
  const missing = 'ended with code 78: (@chdb/lib-linux-x64-gnu is not installed)';
  const next = (reason: string) =>
    judgeClickHouse({ kind: 'trial', trial: { kind: 'fails', reason } })[0]?.next ?? '';
  expect(next(missing)).toMatch(/optional dependencies.*FAULTLINE_CLICKHOUSE_URL/);
  expect(next('ended with SIGKILL')).toMatch(/limits and disk.*FAULTLINE_CLICKHOUSE_URL/);
});

test('a server that takes our user and grants all is well', () => {
  expect(judge({}).state).toBe('ok');
});

test('a server that refuses is a problem in its own words', () => {
  const reason = 'clickhouse:8443 refuses user "faultline"';
  const [finding] = judgeClickHouse({ kind: 'server', server: { kind: 'refused', reason } });
  expect(finding).toMatchObject({ state: 'problem', seen: reason });
});

test('missing rights are told as the statements that give them', () => {
  const { state, text } = judge({ missingGrants: ['CREATE VIEW ON faultline.*'] });
  expect(state).toBe('problem');
  expect(text).toContain('GRANT CREATE VIEW ON faultline.* TO faultline');
});

test('rights that cannot be asked for are no problem', () => {
  expect(judge({ missingGrants: null }).state).toBe('ok');
});

test('an older server is told, because nobody has tried it', () => {
  expect(judge({ version: '24.8.1.1' }).state).toBe('warning');
});

test('a cluster that the server does not know is told with those that it knows', () => {
  expect(judge({ cluster: { kind: 'seen', name: 'main', nodes: 2, known: ['main'] } }).state).toBe('ok');
  expect(judge({ cluster: { kind: 'hidden', name: 'main' } }).state).toBe('ok');
  const { state, text } = judge({ cluster: { kind: 'seen', name: 'mian', nodes: 0, known: ['main'] } });
  expect(state).toBe('problem');
  expect(text).toContain('it knows main');
});
