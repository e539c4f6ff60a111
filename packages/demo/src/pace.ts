import type { Scenario } from '@faultline/simulator';
import type { Options } from './options.ts';

/** How a scenario of hours is played in a minute, or a part of it in real time. */
export interface Pace {
  /** Scenario seconds per real second. */
  readonly compression: number;
  /** Detector seconds per real second: its guards and quiet times shrink too, but less than the outage does. */
  readonly detectorCompression: number;
  /** Share of the fleet's request rate that one machine plays. */
  readonly rateFactor: number;
  /** Answers come this much faster than the vendors', so that a compressed minute still holds calls. */
  readonly latencyFactor: number;
  /** After so long the app gives up on an answer, real milliseconds. */
  readonly timeoutMs: number;
  /** Scenario milliseconds at which the play begins. */
  readonly fromMs: number;
  /** Real milliseconds from then until it is over. */
  readonly lastsMs: number;
}

const playMsMax = 60_000;
const compressionMin = 60;
const quickCompressionOfDetector = 12;
/** Far above what a busy machine adds of its own: the fastest model begins to answer after a tenth of a second. */
const quickLatency = 0.5;
const quickRate = 0.25;
/** Slowness takes more calls to be seen than failure does. */
const quickRateForSlowness = 0.4;
/** Short enough for a hanging vendor to show in a demo of one minute, long enough for a busy machine. */
const quickTimeoutMs = 10_000;
/** What is slow and is waited for is not a failure. */
const patientTimeoutMs = 30_000;
/** The detector calls no answer late before it has timed a hundred of the same series; some more, as they come by chance. */
const answersToKnow = 130;

type Wishes = Pick<Options, 'compression' | 'rate' | 'fromMs' | 'untilMs'>;
const noWishes: Wishes = { compression: null, rate: null, fromMs: null, untilMs: null };

export function paceOf(scenario: Scenario, { compression: wished, rate, ...part }: Wishes = noWishes): Pace {
  const lastFaultMs = Math.max(0, ...scenario.phases.map((phase) => phase.untilMs));
  const fromMs = part.fromMs ?? 0;
  const untilMs = part.untilMs ?? (lastFaultMs === 0 ? scenario.durationMs : lastFaultMs);
  const slow = scenario.truth.find((truth) => truth.kind === 'latency');
  const quick = slow ? quickRateForSlowness : quickRate;
  const inAMinute = Math.max(compressionMin, (untilMs - fromMs) / playMsMax);
  const slowest = slow ? (slow.fromMs - fromMs) / knownAfterMs(scenario, slow.models, quick) : inAMinute;
  const compression = wished ?? Math.min(inAMinute, slowest);
  const isRealTime = compression === 1;
  const fleetRate = scenario.fleet.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
  return {
    compression,
    detectorCompression: isRealTime ? 1 : quickCompressionOfDetector,
    rateFactor: rate === null ? quick : rate / fleetRate,
    latencyFactor: isRealTime ? 1 : quickLatency,
    timeoutMs: slow ? patientTimeoutMs : quickTimeoutMs,
    fromMs,
    lastsMs: (untilMs - fromMs) / compression,
  };
}

/** How long it takes until it is known how fast each of these models usually answers, real milliseconds. */
function knownAfterMs({ fleet }: Scenario, models: readonly string[], rateFactor: number): number {
  const perSecond = fleet
    .filter(({ model }) => models.includes(model))
    .map(({ requestsPerSecond, streamingShare, credentials }) => {
      const busiest = Math.max(0, ...Object.values(credentials)) || 1;
      return requestsPerSecond * streamingShare * busiest * rateFactor;
    });
  return (answersToKnow / Math.min(...perSecond)) * 1000;
}
