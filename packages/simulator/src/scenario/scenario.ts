import type { Fault } from '../fault.ts';

/** Vendors that scenarios have traffic for: whoever plays one holds a client for each. */
export const providers = ['openai', 'anthropic', 'gcp.gemini'] as const;
/** Values of `gen_ai.provider.name`. */
export type Provider = (typeof providers)[number];

/** Vendors there are servers for; those without traffic of their own are for tests that script every answer. */
export const simulatedProviders = [
  'openai',
  'anthropic',
  'gcp.gemini',
  'aws.bedrock',
  'mistral_ai',
  'cohere',
  'groq',
  'ollama',
] as const;
export type SimulatedProvider = (typeof simulatedProviders)[number];

/** A fleet under load and what goes wrong in it, on a clock that starts at 0. All times are milliseconds. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Where the facts come from, and which numbers are assumed. */
  readonly sources: readonly string[];
  readonly durationMs: number;
  readonly fleet: readonly FleetModel[];
  /** Share (0..1) of healthy requests that fail anyway, as some always do. */
  readonly backgroundErrorShare: number;
  readonly diurnal: Diurnal | null;
  readonly phases: readonly Phase[];
  /** What the vendor's status page said and when. */
  readonly posts: readonly StatusPost[];
  /** The right answers, for tests and demos. Never shown to a detector. */
  readonly truth: readonly Truth[];
}

export interface FleetModel {
  readonly provider: Provider;
  readonly model: string;
  readonly requestsPerSecond: number;
  /** Share (0..1) of requests that stream. */
  readonly streamingShare: number;
  /** Median of a whole answer; `latencySigma` is the log-normal's. */
  readonly latencyP50Ms: number;
  readonly latencySigma: number;
  readonly timeToFirstTokenP50Ms: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  /** Shares of the traffic by endpoint region and by credential; empty when there is only one. */
  readonly regions: Readonly<Record<string, number>>;
  readonly credentials: Readonly<Record<string, number>>;
}

/** The request rate swings by `1 ± amplitude` over a day. */
export interface Diurnal {
  readonly amplitude: number;
  readonly peakAtMs: number;
}

/** Something is different for the selected requests from `fromMs` until `untilMs`. Null selects everything. */
export interface Phase {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly providers: readonly Provider[] | null;
  readonly models: readonly string[] | null;
  readonly region: string | null;
  readonly credential: string | null;
  /** Adds requests of one job, and limits `faults` to them: they carry the same text every time. */
  readonly job: Job | null;
  /** Share (0..1) of the selected requests per fault. */
  readonly faults: Readonly<Partial<Record<Fault, number>>>;
  readonly latencyFactor: number;
  readonly ttftFactor: number;
  readonly rateFactor: number;
  /** Prompts are so many times as long. */
  readonly promptFactor: number;
  /** The effect grows from nothing over this long at the start, and shrinks to nothing at the end. */
  readonly rampMs: number;
  readonly rampOutMs: number;
  /** On and off in turn, on first; null when it stays on. */
  readonly pulse: Pulse | null;
}

export interface Pulse {
  readonly onMs: number;
  readonly offMs: number;
}

export interface Job {
  readonly name: string;
  readonly requestsPerSecond: number;
}

export interface StatusPost {
  readonly atMs: number;
  readonly provider: Provider;
  readonly status: 'investigating' | 'identified' | 'monitoring' | 'resolved';
  readonly text: string;
}

export interface Truth {
  readonly class: string;
  /** Other classes that are not wrong either. */
  readonly acceptAlso: readonly string[];
  readonly kind: string;
  readonly provider: Provider | null;
  readonly models: readonly string[];
  readonly region: string | null;
  readonly credential: string | null;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** What decides a request's fate, next to the scenario and its clock. */
export interface RequestIdentity {
  readonly provider: string;
  readonly model: string;
  readonly region: string;
  readonly credential: string;
  /** Text of the request, where a job's name is looked for. */
  readonly text: string;
  /** 0 for the first request of this provider and model. */
  readonly index: number;
}
