import { durationText } from './amounts.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

/** Another clock than ours, read over the network. */
export interface OtherClock {
  readonly of: string;
  readonly clockMs: number;
  /** What a clock tells that has no finer hand: a Date header tells seconds. */
  readonly resolutionMs: number;
  readonly askedMs: number;
  readonly answeredMs: number;
}

export interface ClockFacts {
  /** Whether the system keeps its clock by NTP; null where it does not say. */
  readonly isSynchronised: boolean | null;
  readonly others: readonly OtherClock[];
}

/** Less is no harm: frames are two seconds wide and wait for stragglers. */
const skewMsMin = 5_000;
/** An alert whose end is promised four minutes ahead would be ended, or begin in the future. */
const skewMsMax = 60_000;

export function judgeClock({ isSynchronised, others }: ClockFacts): readonly Finding[] {
  return [judgeSynchronisation(isSynchronised), ...others.map(judgeOther)];
}

function judgeSynchronisation(isSynchronised: boolean | null): Finding {
  if (isSynchronised === null) return ok('clock', 'the system does not say here whether NTP keeps the clock');
  if (isSynchronised) return ok('clock', 'NTP keeps the clock');
  return warning(
    'clock',
    'NTP does not keep the clock',
    'it will drift away from those of senders, ClickHouse and Alertmanager',
    'switch it on: timedatectl set-ntp true, or run chrony',
  );
}

/** By how much ours is ahead, as far as the way there and the hand of the clock leave no doubt; negative when behind. */
export function skewMs({ clockMs, resolutionMs, askedMs, answeredMs }: OtherClock): number {
  const latest = clockMs + resolutionMs;
  if (askedMs > latest) return askedMs - latest;
  return answeredMs < clockMs ? answeredMs - clockMs : 0;
}

function judgeOther(other: OtherClock): Finding {
  const skew = skewMs(other);
  const size = Math.abs(skew);
  if (size < skewMsMin) return ok('clock', `agrees with that of ${other.of}`);
  const seen = `${durationText(skew)} ${skew > 0 ? 'ahead of' : 'behind'} that of ${other.of}`;
  const next = 'set both by NTP: timedatectl set-ntp true, or run chrony';
  if (size < skewMsMax) return warning('clock', seen, 'times in alerts and rows differ by that much', next);
  return problem(
    'clock',
    seen,
    'alerts end too soon or begin in the future, and frames are judged at a wrong time',
    next,
  );
}
