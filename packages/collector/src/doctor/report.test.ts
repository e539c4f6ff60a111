import { expect, test } from 'vitest';
import { ok, problem, warning } from './finding.ts';
import { jsonReport, textReport } from './report.ts';

const report = {
  version: '1.2.3',
  atMs: Date.UTC(2026, 5, 22, 14),
  findings: [
    ok('platform', 'Node 20.19.0 on linux x64'),
    problem('port', 'another program listens on 127.0.0.1:4318', 'it cannot start', 'choose another port'),
    warning('senders', 'nothing came', 'nothing can be said', 'point an app here'),
  ],
};

test('people read aligned lines, in which state is a sign and a word', () => {
  expect(textReport(report)).toBe(`Faultline 1.2.3, 2026-06-22T14:00:00.000Z

✓ ok       platform  Node 20.19.0 on linux x64
✗ problem  port      another program listens on 127.0.0.1:4318
                     means  it cannot start
                     do     choose another port
! warning  senders   nothing came
                     means  nothing can be said
                     do     point an app here

1 problem, 1 warning, 1 ok
`);
});

test('programs read the same', () => {
  expect(JSON.parse(jsonReport(report))).toEqual({ ...report, state: 'problem' });
});

test('names that others chose cannot move the cursor or make lines of their own', () => {
  const hostile = ok('senders', 'from a\u001b[2J\n✓ ok  b\u202e');
  expect(textReport({ ...report, findings: [hostile] })).toContain('✓ ok       senders  from a [2J ✓ ok b\n');
});
