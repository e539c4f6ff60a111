import type { Retention } from '../model/retention.ts';
import { bytesText, countText, durationText, roughCountText } from './amounts.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

/** What was found at the data directory, or where it will be made. */
export type DirectoryFacts =
  | { readonly kind: 'unusable'; readonly path: string; readonly reason: string }
  | {
      readonly kind: 'usable';
      readonly path: string;
      /** False: it will be made at the first start. */
      readonly exists: boolean;
      readonly isLocked: boolean;
      /** False: it belongs to another user than us, who can write there all the same. */
      readonly isOurs: boolean;
      /** How long it takes until a write is on the disk: the median of a few. */
      readonly syncMs: number;
      readonly freeBytes: number;
      /** Null where the file system has no fixed number of them. */
      readonly freeInodes: number | null;
    };

export type UsableDirectory = Extract<DirectoryFacts, { readonly kind: 'usable' }>;

export function judgeDirectory(facts: DirectoryFacts, runsHere: boolean): readonly Finding[] {
  if (facts.kind === 'unusable')
    return [
      problem(
        'data directory',
        `${facts.path}: ${facts.reason}`,
        'the collector cannot start: whatever it acknowledges is kept there first',
        'name a folder that this user can write to (--data-dir or FAULTLINE_DATA_DIR), or give it to this user (chown)',
      ),
    ];
  return [judgePlace(facts), ...judgeLock(facts, runsHere), judgeSync(facts)];
}

function judgePlace({ path, exists, isOurs }: UsableDirectory): Finding {
  if (!exists) return ok('data directory', `${path} does not exist yet and can be made`);
  if (isOurs) return ok('data directory', `${path} can be written`);
  return warning(
    'data directory',
    `${path} can be written, and belongs to another user`,
    'a collector that runs as that user may not read what this one writes',
    'run doctor as the user that runs the collector, or give the folder to it (chown -R)',
  );
}

function judgeLock({ path, isLocked }: UsableDirectory, runsHere: boolean): readonly Finding[] {
  if (!isLocked && !runsHere) return [];
  if (!isLocked)
    return [
      warning(
        'data directory',
        `the collector that answers at the configured address does not use ${path}`,
        'what is said of directory and disk is not about that one, and one of this configuration cannot start beside it',
        'run doctor with the configuration and in the folder of that collector, or choose another --port',
      ),
    ];
  if (runsHere) return [ok('data directory', `${path} is in use by the collector that runs here`)];
  return [
    problem(
      'data directory',
      `${path} is in use by a collector that does not answer at the configured address`,
      'a second one cannot use it',
      'ask doctor with the --port of that one, stop it, or choose another --data-dir',
    ),
  ];
}

/** Every acknowledgement waits for the disk once; a sender gives up after 10 s. */
const slowSyncMs = 200;

function judgeSync({ syncMs }: UsableDirectory): Finding {
  const seen = `a write is on the disk after ${durationText(syncMs)}`;
  if (syncMs <= slowSyncMs) return ok('disk', seen);
  return warning(
    'disk',
    seen,
    'each acknowledgement waits for that; under load senders will be told to come again',
    'put the data directory on a local disk, not a network file system',
  );
}

export interface DiskNeeds {
  readonly retention: Pick<Retention, 'rawDays'>;
  readonly usesEngine: boolean;
  readonly spoolBytesMax: number;
  /** With less the engine takes nothing more. */
  readonly engineFreeBytesMin: number;
  /** As a running collector counts them; null where nobody knows. */
  readonly callsPerDay: number | null;
}

/** A row of `calls` and one of `attempts`, as docs/operating.md has weighed them. */
const bytesPerCall = 67 + 66;
/** Segments, parts and logs are files of their own. */
const freeInodesMin = 20_000;

export function judgeDisk(facts: UsableDirectory, needs: DiskNeeds): readonly Finding[] {
  return [judgeSpace(facts, needs), ...judgeInodes(facts)];
}

function judgeSpace({ freeBytes }: UsableDirectory, needs: DiskNeeds): Finding {
  const { usesEngine, spoolBytesMax, engineFreeBytesMin, retention, callsPerDay } = needs;
  const free = `${bytesText(freeBytes)} free`;
  const more = 'make room, name a larger disk (--data-dir), or keep rows for fewer days (retention.rawDays)';
  if (usesEngine && freeBytes < engineFreeBytesMin)
    return problem(
      'disk',
      free,
      `the engine takes no rows with less than ${bytesText(engineFreeBytesMin)}; they wait in the spool`,
      more,
    );
  const reserved = spoolBytesMax + (usesEngine ? engineFreeBytesMin : 0);
  if (freeBytes < reserved)
    return warning(
      'disk',
      free,
      `the spool may need ${bytesText(spoolBytesMax)} while ClickHouse is away; senders are turned away sooner`,
      more,
    );
  if (!usesEngine) return ok('disk', `${free}; the spool needs ${bytesText(spoolBytesMax)} at most`);
  const callsMax = (freeBytes - reserved) / bytesPerCall / retention.rawDays;
  const room = `room for about ${roughCountText(callsMax)} more calls a day over ${retention.rawDays} days`;
  if (callsPerDay === null || callsPerDay <= callsMax) return ok('disk', `${free}: ${room}`);
  return warning(
    'disk',
    `${free}: ${room}, and about ${roughCountText(callsPerDay)} come`,
    'the disk will be full before the first rows expire',
    more,
  );
}

function judgeInodes({ freeInodes }: UsableDirectory): readonly Finding[] {
  if (freeInodes === null || freeInodes >= freeInodesMin) return [];
  return [
    warning(
      'disk',
      `${countText(freeInodes)} more files fit on it`,
      'a disk without inodes is full, however many bytes are free',
      'delete files that nobody needs; `df -i` shows the number',
    ),
  ];
}
