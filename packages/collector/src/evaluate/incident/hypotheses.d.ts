import type { Hypothesis, IncidentClass } from '../../model/incident.ts';
/** Evidence of one model (or one of its series), nats, that it fails at the incident's rate; negative: that it does not. */
export interface ModelLevel {
  readonly nats: number;
  /** When its failures began; null when it has none. */
  readonly onsetMs: number | null;
}
/** One explanation's score, ln of its unnormalised probability. */
interface Score {
  readonly class: IncidentClass;
  readonly logWeight: number;
}
/** The explanations that compete over a vendor's models, most probable first. */
export declare function weighModels(
  models: readonly ModelLevel[],
  split?: Score | null,
): readonly Hypothesis[];
/** "One region" (or one credential) against "everywhere", from the levels inside and outside it. */
export declare function splitScore(
  splitClass: IncidentClass,
  models: readonly ModelLevel[],
  inside: readonly number[],
  outside: readonly number[],
): Score;
/** Every vendor with traffic fails to connect: our own network, or as many vendors at the same time? */
export declare function weighLocalNetwork(vendors: number): readonly Hypothesis[];
