/** What somebody may do here: look, or act as well (write about incidents, override verdicts, read the audit). */
export type Role = 'view' | 'operate';

/** What lets somebody in. The name is what the audit calls whoever uses it. */
export interface AccessToken {
  readonly name: string;
  readonly role: Role;
  readonly token: string;
}
