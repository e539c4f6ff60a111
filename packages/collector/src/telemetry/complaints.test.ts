import { expect, it } from 'vitest';
import { createComplaints } from './complaints.ts';

it('a trouble that lasts is logged once, a new one at once, and its end once', () => {
  const lines: string[] = [];
  const log = (details: object, message?: string): void =>
    void lines.push(`${message} ${JSON.stringify(details)}`);
  const complain = createComplaints({ info: log, warn: log } as Parameters<typeof createComplaints>[0]);
  complain('engine', null, 'reading fails');
  for (const problem of ['down', 'down', 'locked', null, null]) complain('engine', problem, 'reading fails');
  expect(lines).toEqual([
    'reading fails {"problem":"down"}',
    'reading fails {"problem":"locked"}',
    'over: reading fails {"was":"locked"}',
  ]);
});
