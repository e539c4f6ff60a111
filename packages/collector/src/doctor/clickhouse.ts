import type { EngineTrial } from '../store/clickhouse/connection/engine-trial.ts';
import type { ServerSight } from '../store/clickhouse/connection/server-sight.ts';
import { durationText } from './amounts.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

export type ClickHouseFacts =
  | { readonly kind: 'trial'; readonly trial: EngineTrial }
  /** A collector runs here, and its engine answers. */
  | { readonly kind: 'running' }
  | { readonly kind: 'server'; readonly server: ServerSight };

export function judgeClickHouse(facts: ClickHouseFacts): readonly Finding[] {
  if (facts.kind === 'running') return [ok('clickhouse', 'the engine of the running collector answers')];
  return facts.kind === 'trial' ? [judgeTrial(facts.trial)] : judgeServer(facts.server);
}

function judgeTrial(trial: EngineTrial): Finding {
  if (trial.kind === 'answers') {
    const { version, startMs } = trial;
    return ok(
      'clickhouse',
      `the embedded ClickHouse ${version} starts and answers within ${durationText(startMs)}`,
    );
  }
  const isMissing = /is not installed|cannot be loaded/.test(trial.reason);
  return problem(
    'clickhouse',
    `the embedded ClickHouse does not start: ${trial.reason}`,
    'rows would wait in the spool, and nothing would be evaluated',
    isMissing
      ? 'install the collector again with its optional dependencies (npm install --include=optional), or set FAULTLINE_CLICKHOUSE_URL'
      : 'look at limits and disk above; with a ClickHouse server (FAULTLINE_CLICKHOUSE_URL) no engine is needed',
  );
}

function judgeServer(sight: ServerSight): readonly Finding[] {
  if (sight.kind === 'refused')
    return [
      problem(
        'clickhouse',
        sight.reason,
        'rows would wait in the spool, and nothing would be evaluated',
        'mend the address, user, password or certificate under clickhouse, or start the server',
      ),
    ];
  return [judgeVersion(sight), judgeGrants(sight), ...judgeCluster(sight)];
}

type Seen = Extract<ServerSight, { readonly kind: 'answers' }>;

/** With which the tests run. */
const triedMajor = 26;

function judgeVersion({ host, version, user }: Seen): Finding {
  const seen = `ClickHouse ${version} at ${host} answers user "${user}"`;
  if (Number.parseInt(version, 10) >= triedMajor) return ok('clickhouse', seen);
  return warning(
    'clickhouse',
    seen,
    'Faultline is tried with ClickHouse 26.7; nobody has tried an older one',
    'bring the server to 26.7 or newer',
  );
}

function judgeGrants({ user, database, missingGrants }: Seen): Finding {
  if (missingGrants === null)
    return ok(
      'clickhouse',
      `what "${user}" may do cannot be asked of this server; the first start will tell`,
    );
  if (missingGrants.length === 0)
    return ok('clickhouse', `"${user}" may do all that the tables of ${database} need`);
  return problem(
    'clickhouse',
    `"${user}" may not: ${missingGrants.join(', ')}`,
    `the tables of ${database} cannot be made, written or read`,
    `as an administrator of the server: ${missingGrants.map((each) => `GRANT ${each} TO ${user}`).join('; ')}`,
  );
}

function judgeCluster({ cluster }: Seen): readonly Finding[] {
  if (cluster === null) return [];
  if (cluster.kind === 'hidden')
    return [
      ok(
        'clickhouse',
        `this user may not see which clusters there are; nothing is known of "${cluster.name}"`,
      ),
    ];
  const { name, nodes, known } = cluster;
  if (nodes > 0)
    return [ok('clickhouse', `cluster "${name}" has ${nodes} ${nodes === 1 ? 'node' : 'nodes'}`)];
  return [
    problem(
      'clickhouse',
      `the server knows no cluster "${name}"${known.length > 0 ? ` (it knows ${known.join(', ')})` : ''}`,
      'tables cannot be made in it',
      'name one of remote_servers in clickhouse.cluster',
    ),
  ];
}
