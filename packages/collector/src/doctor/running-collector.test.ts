import { expect, test } from 'vitest';
import { worstState } from './finding.ts';
import { type CollectorFacts, type CollectorInside, judgeCollector } from './running-collector.ts';

const nowMs = Date.UTC(2026, 5, 22, 14);
const inside: CollectorInside = {
  startedMs: nowMs - 3_600_000,
  dataAtMs: nowMs - 4_000,
  evaluation: { state: 'ok', detail: '' },
  recent: { calls: 1_200, services: ['checkout', 'search'] },
  dropped: { not_llm: 500 },
  sentBack: {},
  requestsRefused: {},
  alertsFailed: {},
};
const running: CollectorFacts = {
  nowMs,
  ready: true,
  engine: 'up',
  detail: '',
  spooledRows: 120,
  spooledBytes: 40_000,
  inside,
};

function judge(facts: Partial<CollectorFacts>, within: Partial<CollectorInside> = {}) {
  const findings = judgeCollector({ ...running, inside: { ...inside, ...within }, ...facts });
  return { state: worstState(findings), text: JSON.stringify(findings) };
}

test('a collector that takes, evaluates and is told of calls is well, and says what became no row', () => {
  const { state, text } = judge({});
  expect(state).toBe('ok');
  expect(text).toContain('1,200 calls in the last 10 minutes, from checkout, search');
  expect(text).toContain('became no row since its start: not_llm 500');
});

test.each([
  [
    'takes no rows',
    { ready: false, detail: 'the spool is full' },
    'problem',
    /takes no rows: the spool is full/,
  ],
  ['has no ClickHouse', { engine: 'down', detail: 'refused' }, 'problem', /ClickHouse is down: refused/],
  ['has many rows waiting', { spooledRows: 3_000_000 }, 'warning', /3,000,000 rows/],
])('one that %s says so', (_, facts, state, text) => {
  const judged = judge(facts);
  expect(judged.state).toBe(state);
  expect(judged.text).toMatch(text);
});

test('one that evaluates nothing pages nobody', () => {
  expect(judge({}, { dataAtMs: nowMs - 300_000 })).toMatchObject({ state: 'problem' });
  expect(judge({}, { evaluation: { state: 'degraded', detail: 'rows wait' } }).text).toContain('rows wait');
});

test('one that has just started has time to begin', () => {
  const starting = { dataAtMs: null, evaluation: { state: 'starting', detail: '' } };
  expect(judge({}, { ...starting, startedMs: nowMs - 2_000 }).state).toBe('ok');
  expect(judge({}, { ...starting, startedMs: nowMs - 600_000 }).text).toContain('nothing was evaluated yet');
});

test.each([
  ['alerts that were not taken', { alertsFailed: { unreachable: 7 } }, /unreachable 7/],
  ['senders that were refused', { requestsRefused: { 401: 9 } }, /401 9.*OTEL_EXPORTER_OTLP_HEADERS/],
  ['batches sent back', { sentBack: { spool_full: 2 } }, /spool_full 2/],
  ['silence', { recent: { calls: 0, services: [] } }, /nothing came.*OTEL_EXPORTER_OTLP_ENDPOINT/],
  ['a store that cannot be read', { recent: null }, /cannot be read/],
])('%s: told with what to do', (_, within, text) => {
  const judged = judge({}, within);
  expect(judged.state).toBe('warning');
  expect(judged.text).toMatch(text);
});

test('one that does not let us in says which token it wants', () => {
  const { state, text } = judge({ inside: null });
  expect(state).toBe('warning');
  expect(text).toContain('FAULTLINE_ACCESS_TOKEN');
});

test('many services are not all listed', () => {
  const services = Array.from({ length: 9 }, (_, index) => `app-${index}`);
  expect(judge({}, { recent: { calls: 9, services } }).text).toContain('app-4 and 4 more');
});
