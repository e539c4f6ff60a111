import type { Config } from '../config/schema.ts';
import { judgeAlertmanagers } from './alertmanager.ts';
import { judgeClickHouse } from './clickhouse.ts';
import { judgeClock } from './clock.ts';
import { type DiskNeeds, judgeDirectory, judgeDisk } from './data-directory.ts';
import { judgeStatusPages, judgeWebhooks } from './destinations.ts';
import { type Finding, ok, problem, warning } from './finding.ts';
import { judgeAccess, judgePort } from './listening.ts';
import { judgePlatform } from './platform.ts';
import { judgeCollector, recentMs } from './running-collector.ts';
import { clocksIn, type Surroundings } from './surroundings.ts';

export type Reserve = Pick<DiskNeeds, 'spoolBytesMax' | 'engineFreeBytesMin'>;

const localHosts = new Set(['127.0.0.1', '::1', 'localhost']);
const dayMs = 86_400_000;

/** What the surroundings mean for a collector of this configuration, in the order in which one would mend it. */
export function findingsOf(
  { config, notices }: { readonly config: Config; readonly notices: readonly string[] },
  seen: Surroundings,
  reserve: Reserve,
): readonly Finding[] {
  const { directory, collector } = seen;
  const usesEngine = config.clickhouse.url === undefined;
  const needs: DiskNeeds = {
    ...reserve,
    usesEngine,
    retention: config.retention,
    callsPerDay: callsPerDay(seen),
  };
  return [
    ...judgeConfiguration(notices),
    ...judgePlatform(seen.platform, usesEngine),
    ...judgeDirectory(directory, collector !== null),
    ...(directory.kind === 'usable' ? judgeDisk(directory, needs) : []),
    ...judgeClickHouse(seen.clickhouse),
    ...seen.ports.map(judgePort),
    judgeAccess({
      host: config.listen.host,
      isLocal: localHosts.has(config.listen.host),
      senderTokens: config.tokens.length,
      accessTokens: config.access.view.length + config.access.operate.length,
      allowUnauthenticated: config.allowUnauthenticated,
    }),
    ...judgeClock({ isSynchronised: seen.isSynchronised, others: clocksIn(seen) }),
    ...judgeAlertmanagers(
      seen.alertmanagers.map(({ facts }) => facts),
      seen.webhooks.length,
    ),
    ...judgeWebhooks(seen.webhooks),
    ...judgeStatusPages(seen.statusPages),
    ...(collector
      ? judgeCollector(collector.facts)
      : [ok('collector', 'none runs at the configured address')]),
  ];
}

function judgeConfiguration(notices: readonly string[]): readonly Finding[] {
  if (notices.length === 0) return [ok('configuration', 'it can be used')];
  return notices.map((notice) =>
    warning(
      'configuration',
      notice,
      'it can be used, perhaps not as it was meant',
      '`faultline check` shows what it means',
    ),
  );
}

/** What stands in the way of looking at anything else. */
export function refusedConfiguration(problems: readonly string[]): readonly Finding[] {
  return problems.map((each) =>
    problem(
      'configuration',
      each,
      'the collector does not start',
      'mend it, and run doctor again for the rest',
    ),
  );
}

function callsPerDay({ collector }: Surroundings): number | null {
  const recent = collector?.facts.inside?.recent;
  return recent ? (recent.calls * dayMs) / recentMs : null;
}
