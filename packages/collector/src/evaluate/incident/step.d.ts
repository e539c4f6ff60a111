import type { Frame } from '../../model/frame.ts';
import { type IncidentTransition } from '../../model/incident.ts';
import { type DetectorState } from './moment.ts';
import type { IncidentSettings } from './settings.ts';
export declare const initialState: DetectorState;
export interface StepResult {
  readonly state: DetectorState;
  readonly transitions: readonly IncidentTransition[];
}
/**
 * One frame of traffic in, the changed incidents out. Pure: no clock, no randomness, no I/O; the same frames give the
 * same transitions on every machine.
 */
export declare function step(state: DetectorState, frame: Frame, settings: IncidentSettings): StepResult;
/** The usual bad share of the `errors` channel of one model; null until something has been learnt. */
export declare function usualErrorShare(state: DetectorState, provider: string, model: string): number | null;
