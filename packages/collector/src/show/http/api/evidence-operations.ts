import { z } from 'zod';
import { json, type Operation, text } from './operation.ts';
import { providerInPath, timeText } from './query.ts';
import { slaReport } from './report-schema.ts';

interface SlaQuery {
  readonly format?: 'json' | 'csv' | 'markdown' | undefined;
}

export const getSlaReport: Operation<SlaQuery> & { readonly query: z.ZodType<SlaQuery> } = {
  method: 'get',
  path: '/sla/{provider}/{month}',
  id: 'getSlaReport',
  tag: 'Service levels',
  summary: "A vendor's month as evidence for its SLA",
  parameters: {
    ...providerInPath,
    month: 'A month of UTC that has begun, such as 2026-06.',
  },
  query: z.strictObject({ format: z.enum(['json', 'csv', 'markdown']).optional() }),
  answers: [
    json(slaReport, 'The report.'),
    text('text/csv; charset=utf-8', 'The minutes that it was made of.'),
    text('text/markdown; charset=utf-8', 'The report for people.'),
  ],
  problems: ['bad-query', 'store-unavailable'],
  example: '/sla/anthropic/2026-06',
};

const getFrames: Operation = {
  method: 'get',
  path: '/frames',
  id: 'getFrames',
  tag: 'Collector',
  summary: 'What the detector saw, as the file that `faultline replay` reads',
  description: 'At most seven days in one file. Both times are moved to the beginning of their frame.',
  query: z.strictObject({
    from: timeText.describe('Begin of the first frame.'),
    until: timeText.optional().describe('Now when left out.'),
  }),
  answers: [
    text('application/x-ndjson; charset=utf-8', 'A line that says what it is, and one for each frame.'),
  ],
  problems: ['bad-query', 'busy'],
  example: '/frames?from=2026-06-22T00:30:00Z',
};

export const evidenceOperations: readonly Operation[] = [getSlaReport, getFrames];
