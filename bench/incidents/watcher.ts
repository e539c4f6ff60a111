import { defaultIncidentSettings } from '../../packages/collector/src/evaluate/incident/settings.ts';
import { initialState, step } from '../../packages/collector/src/evaluate/incident/step.ts';
import type { Frame } from '../../packages/collector/src/model/frame.ts';
import { concernedModels, type IncidentTransition } from '../../packages/collector/src/model/incident.ts';
import { AlarmWatcher } from './baselines/alarm-watcher.ts';
import { BinomialCusum } from './baselines/binomial-cusum.ts';
import { BurnRate } from './baselines/burn-rate.ts';
import { EwmaScore } from './baselines/ewma-score.ts';
import { StaticThreshold } from './baselines/static-threshold.ts';
import type { Said } from './score.ts';

/** Sees frame after frame of one recording and says what it thinks of it. */
export interface Watcher {
  observe(frame: Frame): readonly Said[];
}

/** Rows are readable so long after their frame has ended. */
const ingestSeconds = 2;

/** Seconds since the recording began, when what a frame brings can be known. */
export function knownAtSeconds({ startMs, widthMs }: Frame, recordingMs: number): number {
  return (startMs + widthMs - recordingMs) / 1000 + ingestSeconds;
}

/** The detector as it runs in the collector. */
class Detector implements Watcher {
  readonly #recordingMs: number;
  #state = initialState;

  constructor(recordingMs: number) {
    this.#recordingMs = recordingMs;
  }

  observe(frame: Frame): readonly Said[] {
    const { state, transitions } = step(this.#state, frame, defaultIncidentSettings);
    this.#state = state;
    return transitions.map((transition) => saidOf(transition, knownAtSeconds(frame, this.#recordingMs)));
  }
}

/** What the detector says, as it is scored. */
export function saidOf({ incident }: IncidentTransition, t: number): Said {
  const { id, state, kind, provider } = incident;
  return { t, incident: id, state, class: incident.class, kind, provider, models: concernedModels(incident) };
}

export type WatcherName = 'ours' | 'static' | 'burn' | 'ewma' | 'cusum';

/** All of them see the very same frames. */
export function createWatchers(recordingMs: number): ReadonlyMap<WatcherName, Watcher> {
  const at = (frame: Frame): number => knownAtSeconds(frame, recordingMs);
  return new Map<WatcherName, Watcher>([
    ['ours', new Detector(recordingMs)],
    ['static', new AlarmWatcher(() => new StaticThreshold(), at)],
    ['burn', new AlarmWatcher(() => new BurnRate(), at)],
    ['ewma', new AlarmWatcher(() => new EwmaScore(), at)],
    ['cusum', new AlarmWatcher(() => new BinomialCusum(), at)],
  ]);
}

/** Everything each of them says of a recording. */
export function watch(
  frames: Iterable<Frame>,
  recordingMs: number,
): ReadonlyMap<WatcherName, readonly Said[]> {
  const watchers = createWatchers(recordingMs);
  const said = new Map<WatcherName, Said[]>([...watchers.keys()].map((name) => [name, []]));
  for (const frame of frames) {
    for (const [name, watcher] of watchers) said.get(name)?.push(...watcher.observe(frame));
  }
  return said;
}
