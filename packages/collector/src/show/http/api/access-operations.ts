import { z } from 'zod';
import { auditAnswer, session } from './access-schema.ts';
import { json, type Operation } from './operation.ts';
import { timeText, upTo } from './query.ts';

export interface AuditQuery {
  readonly from?: number | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly limit?: number | undefined;
}

export const auditDefault = 100;
const limitMax = 1_000;

export const getSession: Operation = {
  method: 'get',
  path: '/session',
  id: 'getSession',
  tag: 'Access',
  summary: 'Who is asking, and what they may do',
  answers: [json(session, 'The name and role of the token.')],
  problems: [],
  example: '/session',
};

export const listAudit: Operation<AuditQuery> & { readonly query: z.ZodType<AuditQuery> } = {
  method: 'get',
  path: '/audit',
  id: 'listAudit',
  tag: 'Access',
  summary: 'Who did what',
  description: 'Takes a token of `access.operate` where there are any.',
  query: z.strictObject({
    from: timeText.optional().describe('Done at or after it; 30 days ago when left out.'),
    since: timeText.optional().describe('The same as `from`.'),
    until: timeText.optional().describe('Done before it.'),
    limit: upTo(limitMax).optional().describe(`At most so many; ${auditDefault} when left out.`),
  }),
  answers: [json(auditAnswer, 'Entries, newest first.')],
  problems: ['bad-query', 'forbidden', 'store-unavailable'],
  example: '/audit?limit=10',
};

export const accessOperations: readonly Operation[] = [getSession, listAudit];
