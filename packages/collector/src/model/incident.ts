import type { IncidentState, Outcome } from '@faultline/conventions';
import type { AttemptSample } from './attempt-sample.ts';

export type IncidentClass =
  | 'single_model'
  | 'vendor_partial'
  | 'vendor_wide'
  | 'vendor_region'
  | 'rate_limit'
  | 'credential'
  | 'client_error'
  | 'local_network';

/** What is wrong: failing, answering with nothing, answering late, or not at all. */
export type IncidentKind = 'errors' | 'blank' | 'latency' | 'hang';

export type { IncidentState };

/** One explanation that competed, with its posterior probability (0..1). */
export interface Hypothesis {
  readonly class: IncidentClass;
  readonly probability: number;
}

/** What one model contributed, from its first bad attempt to its recovery. */
export interface ModelEvidence {
  /** For `local_network`, where models do not matter, the provider. */
  readonly model: string;
  readonly attempts: number;
  readonly bad: number;
  /** First bad attempt of this model, epoch milliseconds; null while it is healthy. */
  readonly firstBadMs: number | null;
  readonly recoveredMs: number | null;
  /** It did not recover; nobody calls it any more. */
  readonly abandoned: boolean;
}

export interface ControlVendor {
  readonly provider: string;
  readonly attempts: number;
  readonly bad: number;
}

/** Why the detector says so: everything a person needs to disagree. */
export interface Evidence {
  readonly attempts: number;
  readonly bad: number;
  readonly dominantOutcome: Outcome;
  readonly affected: readonly ModelEvidence[];
  readonly healthyModels: readonly string[];
  /** Models with too little traffic to tell: they block the word "vendor-wide". */
  readonly undecidedModels: readonly string[];
  readonly controls: readonly ControlVendor[];
  readonly services: readonly string[];
  readonly credentials: readonly string[];
  readonly regions: readonly string[];
  /** The first attempt that shows it, and some that the vendor can be asked about; left out where there are none. */
  readonly samples?: readonly AttemptSample[];
  /** Most probable first. */
  readonly hypotheses: readonly Hypothesis[];
}

/** A detected, classified, tracked fault. */
export interface Incident {
  /** What is counted as failing; with the provider, the identity of an open incident. `connection`: our own network. */
  readonly channel:
    | 'errors'
    | 'blank'
    | 'latency'
    | 'rate_limit'
    | 'credential'
    | 'client_error'
    | 'connection';
  /** Deterministic: every replica that saw the same frames gives the same id. */
  readonly id: string;
  readonly state: IncidentState;
  readonly class: IncidentClass;
  /** The widest class it has had: an incident narrows while its models recover one by one. */
  readonly widestClass: IncidentClass;
  readonly kind: IncidentKind;
  /** Null for `local_network`. */
  readonly provider: string | null;
  /** Models failing now; empty for `local_network` and once all have recovered. */
  readonly models: readonly string[];
  /** Set when one region or one credential is the scope. */
  readonly region: string | null;
  readonly credential: string | null;
  /** Posterior probability of the class, 0..1. */
  readonly confidence: number;
  readonly firstBadMs: number;
  readonly suspectedMs: number;
  readonly confirmedMs: number | null;
  readonly recoveringMs: number | null;
  readonly resolvedMs: number | null;
  /** As it is stored: why nobody was paged for it when it last changed; null when nothing kept anybody from it. */
  readonly mutedBy?: string | null;
  readonly evidence: Evidence;
}

export function isOpen({ state }: Pick<Incident, 'state'>): boolean {
  return state !== 'resolved' && state !== 'cleared';
}

/** What it is said to be: while it is open what it is; afterwards the widest it has been, for it narrows as its models recover. */
export function shownClass(incident: Pick<Incident, 'state' | 'class' | 'widestClass'>): IncidentClass {
  return isOpen(incident) ? incident.class : incident.widestClass;
}

/** Every model of the vendor that was called, whatever was found out about it. */
export function modelsCalled({ affected, healthyModels, undecidedModels }: Evidence): ReadonlySet<string> {
  return new Set([...affected.map(({ model }) => model), ...healthyModels, ...undecidedModels]);
}

/** Models failing now, or, once all have recovered, those it was about. None for our own network. */
export function concernedModels({ channel, models, evidence }: Incident): readonly string[] {
  if (channel === 'connection' || models.length > 0) return models;
  return evidence.affected.map(({ model }) => model);
}

/** Not our own keys, limits, requests or network; a vendor that fails on one of our keys only fails all the same. */
export function isVendorFault({ channel }: Pick<Incident, 'channel'>): boolean {
  return channel === 'errors' || channel === 'blank' || channel === 'latency';
}

export interface ExplainedIncident {
  readonly incident: Incident;
  /** One sentence for a human, evidence included. */
  readonly sentence: string;
}

/** The incident after something about it changed: its state, its class or its models. */
export interface IncidentTransition extends ExplainedIncident {
  readonly atMs: number;
}
