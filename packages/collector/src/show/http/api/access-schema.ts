import { z } from 'zod';
import type { Role } from '../../../model/access.ts';
import type { AuditEntry } from '../../../model/audit-entry.ts';
import { named, time, timeOrNull } from './schema.ts';

const role: z.ZodType<Role> = z.enum(['view', 'operate']);

/** Who is asking. */
export interface SessionView {
  readonly name: string | null;
  readonly role: Role | null;
  readonly mayOperate: boolean;
  readonly expiresMs: number | null;
}

export const session: z.ZodType<SessionView> = named(
  'Session',
  'Who is asking.',
  z.strictObject({
    name: z.string().nullable().describe('Of the token.'),
    role: role.nullable(),
    mayOperate: z.boolean(),
    expiresMs: timeOrNull.describe('When a session ends; null for a program.'),
  }),
);

const auditEntry: z.ZodType<AuditEntry> = named(
  'AuditEntry',
  'Who did what, when, to what, and from where.',
  z.strictObject({
    id: z.string(),
    atMs: time,
    actor: z.string().describe('The name of the token; empty for somebody who was not let in.'),
    role: role.nullable(),
    action: z.string().describe('`login`, `note`, `override` and the like; docs/operating.md.'),
    subject: z.string().describe('What it was done to: an incident, a vendor or model, or the path.'),
    address: z.string().nullable(),
  }),
);

interface AuditAnswer {
  readonly entries: readonly AuditEntry[];
}

export const auditAnswer: z.ZodType<AuditAnswer> = named(
  'Audit',
  'Who did what, newest first.',
  z.strictObject({ entries: z.array(auditEntry) }),
);
