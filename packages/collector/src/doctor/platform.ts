import { bytesText, countText } from './amounts.ts';
import { type Finding, ok, problem, warning } from './finding.ts';
import { satisfiesMinimum } from './version-order.ts';

export interface PlatformFacts {
  readonly nodeVersion: string;
  readonly nodeVersionMin: string;
  /** As `process.platform` and `process.arch` name them. */
  readonly platform: string;
  readonly arch: string;
  /** Null where there is none: musl, macOS, Windows. */
  readonly glibcVersion: string | null;
  /** Null where it cannot be read. */
  readonly openFilesMax: number | null;
  /** What this process may use: of its control group, or of the machine. */
  readonly memoryBytesMax: number;
}

export function judgePlatform(facts: PlatformFacts, usesEngine: boolean): readonly Finding[] {
  return [
    judgeNode(facts),
    ...(usesEngine ? judgeEngineBuild(facts) : []),
    judgeOpenFiles(facts),
    judgeMemory(facts, usesEngine),
  ];
}

function judgeNode({ nodeVersion, nodeVersionMin, platform, arch, glibcVersion }: PlatformFacts): Finding {
  const libc = glibcVersion === null ? '' : `, glibc ${glibcVersion}`;
  const seen = `Node ${nodeVersion} on ${platform} ${arch}${libc}`;
  if (satisfiesMinimum(nodeVersion, nodeVersionMin)) return ok('platform', seen);
  return problem(
    'platform',
    seen,
    `Faultline needs Node ${nodeVersionMin} or newer`,
    'install a newer Node: https://nodejs.org',
  );
}

/** Where `@chdb/lib-*` has a build. */
const engineBuilds = new Set(['linux x64', 'linux arm64', 'darwin x64', 'darwin arm64']);

function judgeEngineBuild({ platform, arch, glibcVersion }: PlatformFacts): readonly Finding[] {
  const isMusl = platform === 'linux' && glibcVersion === null;
  if (engineBuilds.has(`${platform} ${arch}`) && !isMusl) return [];
  return [
    problem(
      'platform',
      `${platform} ${arch}${isMusl ? ' with another libc than glibc (musl, as in Alpine)' : ''}`,
      'there is no embedded ClickHouse for it',
      'set FAULTLINE_CLICKHOUSE_URL to use a ClickHouse server, or run the collector on Linux with glibc',
    ),
  ];
}

/** Each sender, console and follower of the feed holds one, the engine some hundreds. */
const openFilesMin = 4_096;

function judgeOpenFiles({ openFilesMax }: PlatformFacts): Finding {
  if (openFilesMax === null) return ok('limits', 'how many files may be open cannot be read here');
  const seen = `${countText(openFilesMax)} open files allowed`;
  if (openFilesMax >= openFilesMin) return ok('limits', seen);
  return warning(
    'limits',
    seen,
    'many senders or open consoles at once will be refused',
    `raise it to ${countText(openFilesMin)} or more: LimitNOFILE= in a unit of systemd, ulimit -n in a shell`,
  );
}

const collectorBytes = 256e6;
const engineBytesMin = 256e6;
/** As `memoryBytesMax` of the engine has it. */
const engineBytesMax = 1.2e9;

function judgeMemory({ memoryBytesMax }: PlatformFacts, usesEngine: boolean): Finding {
  const least = collectorBytes + (usesEngine ? engineBytesMin : 0);
  const enough = collectorBytes + (usesEngine ? engineBytesMax : 0);
  const who = usesEngine ? 'the collector and its engine' : 'the collector';
  const seen = `${bytesText(memoryBytesMax)} of memory for ${who}`;
  if (memoryBytesMax >= enough) return ok('limits', seen);
  const next = usesEngine
    ? `allow ${bytesText(enough)}, or use a ClickHouse server (FAULTLINE_CLICKHOUSE_URL)`
    : `allow ${bytesText(enough)}`;
  if (memoryBytesMax < least)
    return problem('limits', seen, `at least ${bytesText(least)} are needed to start`, next);
  return warning(
    'limits',
    seen,
    'under load the system will end the engine, which is then started again; nothing acknowledged is lost',
    next,
  );
}
