import { type Finding, ok, problem, warning } from './finding.ts';

/** What happens to whoever wants to listen there. */
export type ListenOutcome =
  | { readonly kind: 'free' }
  | { readonly kind: 'taken' }
  /** The code of the system's error: EACCES, EADDRNOTAVAIL, ENOTFOUND ... */
  | { readonly kind: 'impossible'; readonly code: string };

export interface PortFacts {
  readonly host: string;
  readonly port: number;
  readonly outcome: ListenOutcome;
  /** Of the Faultline that answers there; null when none does. */
  readonly faultline: { readonly version: string | null } | null;
  readonly isReaderPort: boolean;
}

export function judgePort(facts: PortFacts): Finding {
  const { host, port, outcome, faultline } = facts;
  const at = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const name = facts.isReaderPort ? `${at} (for readers of ClickHouse)` : at;
  if (outcome.kind === 'free') return ok('port', port === 0 ? `${host}: any free port` : `${name} is free`);
  if (outcome.kind === 'impossible')
    return problem(
      'port',
      `${name} cannot be listened on (${outcome.code})`,
      'the collector cannot start',
      impossible[outcome.code] ?? 'choose another address with --host and --port',
    );
  if (faultline) {
    const version = faultline.version === null ? 'a Faultline' : `Faultline ${faultline.version}`;
    return ok('port', `${version} listens on ${name}`);
  }
  const setting = facts.isReaderPort
    ? '--clickhouse-readonly-port or FAULTLINE_CLICKHOUSE_READER_PORT'
    : '--port or FAULTLINE_LISTEN_PORT';
  return problem(
    'port',
    `another program listens on ${name}`,
    'the collector cannot start',
    `choose another port (${setting}), or stop that program; \`ss -ltnp\` says which it is`,
  );
}

const impossible: Readonly<Record<string, string>> = {
  EACCES: 'ports below 1024 take a privilege; choose a higher one with --port',
  EADDRNOTAVAIL: 'this machine has no such address; choose one of its own with --host',
  ENOTFOUND: 'the name of --host cannot be resolved; give an address',
};

export interface AccessFacts {
  readonly host: string;
  readonly isLocal: boolean;
  readonly senderTokens: number;
  readonly accessTokens: number;
  readonly allowUnauthenticated: boolean;
}

/** What may not be at all, the loader of the configuration has refused already. */
export function judgeAccess(facts: AccessFacts): Finding {
  const { host, isLocal, senderTokens, accessTokens, allowUnauthenticated } = facts;
  if (isLocal) return ok('access', `only this machine reaches ${host}`);
  if (senderTokens > 0) {
    const people = accessTokens > 0 ? `${accessTokens} for people and programs` : 'the same for people';
    return ok(
      'access',
      `${host} is reachable from other machines; ${senderTokens} tokens for senders, ${people}`,
    );
  }
  const seen = `${host} is reachable from other machines, and takes spans without a token`;
  if (!allowUnauthenticated)
    return problem('access', seen, 'anybody can write false incidents', 'set FAULTLINE_TOKENS');
  return warning(
    'access',
    `${seen} (allowUnauthenticated)`,
    'whoever reaches it can write false incidents',
    'make sure that it is reached through something that authenticates alone, or set FAULTLINE_TOKENS',
  );
}
