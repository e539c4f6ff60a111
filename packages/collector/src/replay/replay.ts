import type { IncidentSettings } from '../evaluate/incident/settings.ts';
import { initialState, step } from '../evaluate/incident/step.ts';
import type { IncidentTransition } from '../model/incident.ts';
import type { Recording } from './recording.ts';

/** One thing the detector said, and when: seconds since the recording began, at the end of the frame that made it. */
export interface ReplayedTransition {
  readonly atSeconds: number;
  readonly transition: IncidentTransition;
}

/** What has been seen. */
export interface Seen {
  readonly frames: number;
  readonly seconds: number;
}

/** Runs the detector over a recording from nothing. Yields what it says, and at the end how much it saw. */
export function* replay(
  { frames, startMs }: Recording,
  settings: IncidentSettings,
): Generator<ReplayedTransition, Seen> {
  let state = initialState;
  let count = 0;
  let seconds = 0;
  for (const frame of frames) {
    const result = step(state, frame, settings);
    state = result.state;
    count += 1;
    seconds += frame.widthMs / 1000;
    for (const transition of result.transitions) {
      yield { atSeconds: (transition.atMs - startMs) / 1000, transition };
    }
  }
  return { frames: count, seconds };
}
