import { type Finding, ok, problem, warning } from './finding.ts';

/** Whether something listens there; nothing was sent to it. */
export interface DestinationFacts {
  /** Name and port: a path may hold a secret. */
  readonly host: string;
  /** Null when it can be connected to. */
  readonly failure: { readonly code: string; readonly message: string } | null;
}

export function judgeWebhooks(webhooks: readonly DestinationFacts[]): readonly Finding[] {
  return webhooks.map(({ host, failure }) => {
    if (failure === null) return ok('webhook', `${host} can be connected to; nothing was sent`);
    return problem(
      'webhook',
      `${host} cannot be connected to (${failure.code})`,
      'it is told nothing; the collector tries again at every tick',
      nextFor(failure, 'webhooks'),
    );
  });
}

/** A second signal: without it nothing is judged otherwise. */
export function judgeStatusPages(pages: readonly DestinationFacts[]): readonly Finding[] {
  const unreachable = pages.filter(({ failure }) => failure !== null);
  if (pages.length === 0) return [];
  if (unreachable.length === 0) return [ok('status pages', `${pages.length} of vendors can be connected to`)];
  return [
    warning(
      'status pages',
      `${unreachable.length} of ${pages.length} cannot be connected to: ${unreachable.map(({ host }) => host).join(', ')}`,
      'what these vendors say of themselves is unknown; verdicts do not depend on it',
      'let this machine reach them, or switch them off: official.enabled, official.sources',
    ),
  ];
}

function nextFor(
  { code, message }: { readonly code: string; readonly message: string },
  setting: string,
): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `mend the name in ${setting}, or the DNS of this machine`;
  if (code === 'ECONNREFUSED') return `start what should listen there, or mend its port in ${setting}`;
  if (code === 'ETIMEDOUT') return 'let this machine through: a firewall answers nothing';
  return /CERT|SIGN|TLS|SSL/.test(code)
    ? `its certificate is not trusted here (${message}): NODE_EXTRA_CA_CERTS names a file with your own authority`
    : `mend its address in ${setting}`;
}
