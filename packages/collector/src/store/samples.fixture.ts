import type { Attempt, Call } from '../model/call.ts';
import type { InFlightCalls, InFlightReport, StartedCalls } from '../model/in-flight.ts';
import type { Incident, IncidentTransition } from '../model/incident.ts';
import type { MeteredCalls } from '../model/metered-calls.ts';
import type { OfficialPost } from '../model/official.ts';

// Rows for tests of the store and of its users.

let idsGiven = 0;

/** Unlike every id before it, in this process and most likely in others. */
function sampleId(digits: number): string {
  idsGiven += 1;
  const process = Math.floor(performance.timeOrigin).toString(16);
  return `${process}${idsGiven.toString(16).padStart(digits, '0')}`.slice(-digits);
}

const origin = {
  durationMs: 1_200,
  provider: 'anthropic',
  model: 'claude-opus-4-8',
  region: '',
  credential: 'key-1',
  service: 'checkout',
  environment: 'prod',
  outcome: 'ok',
  errorType: '',
  httpStatus: 200,
  timeToFirstChunkMs: null,
  vendorRequestId: 'req_1',
} as const;

export function sampleCall(call: Partial<Call> & { readonly endMs: number }): Call {
  return {
    ...origin,
    traceId: sampleId(32),
    spanId: sampleId(16),
    operation: 'chat',
    responseModel: 'claude-opus-4-8',
    finishReason: 'end_turn',
    streaming: false,
    attempts: 1,
    inputTokens: 100,
    outputTokens: 20,
    cacheReadTokens: null,
    cacheWriteTokens: null,
    reasoningTokens: null,
    source: 'faultline',
    vantage: 'client',
    responseId: '',
    ...call,
  };
}

export function sampleAttempt(attempt: Partial<Attempt> & { readonly endMs: number }): Attempt {
  const spanId = sampleId(16);
  return {
    ...origin,
    traceId: sampleId(32),
    spanId,
    callSpanId: spanId,
    resendCount: 0,
    retryAfterMs: null,
    fingerprint: '',
    repeat: false,
    ...attempt,
  };
}

/** Ten calls of a minute, as a data point of a metric counts them. */
export function sampleMetered(metered: Partial<MeteredCalls> & { readonly endMs: number }): MeteredCalls {
  const { provider, model, region, service, environment, outcome } = origin;
  return {
    ...{ provider, model, region, service, environment, outcome },
    operation: 'chat',
    calls: 10,
    durationMsSum: 12_000,
    durationsMs: new Map([[1_200, 10]]),
    firstChunksMs: new Map(),
    inputTokens: 0,
    outputTokens: 0,
    pointId: sampleId(32),
    ...metered,
  };
}

const { provider, model, region, credential } = origin;
const series = { provider, model, region, credential };

/** Ten calls that began. */
export function sampleStarted(started: Partial<StartedCalls> & { readonly endMs: number }): StartedCalls {
  return { ...series, calls: 10, pointId: sampleId(32), ...started };
}

/** What a process had in flight, or that it had nothing. */
export function sampleReport(
  atMs: number,
  instance: string,
  ...calls: readonly Partial<InFlightCalls>[]
): InFlightReport {
  const named = calls.map((each) => ({ ...series, ageSeconds: 0, calls: 1, ...each }));
  // As a process is named by what it says of itself.
  return { atMs, instance: Buffer.from(instance).toString('hex').padEnd(32, '0'), calls: named };
}

export function sampleTransition(
  incident: Partial<Incident> & { readonly firstBadMs: number },
  atMs: number = incident.firstBadMs + 8_000,
): IncidentTransition {
  return {
    atMs,
    sentence: 'Anthropic is failing on 4 of 5 models.',
    incident: {
      channel: 'errors',
      id: sampleId(16),
      state: 'suspected',
      class: 'vendor_wide',
      widestClass: 'vendor_wide',
      kind: 'errors',
      provider: 'anthropic',
      models: ['claude-opus-4-8'],
      region: null,
      credential: null,
      confidence: 0.97,
      suspectedMs: incident.firstBadMs + 8_000,
      confirmedMs: null,
      recoveringMs: null,
      resolvedMs: null,
      evidence: {
        attempts: 400,
        bad: 390,
        dominantOutcome: 'overloaded',
        affected: [],
        healthyModels: [],
        undecidedModels: [],
        controls: [{ provider: 'openai', attempts: 200, bad: 1 }],
        services: ['checkout'],
        credentials: ['key-1'],
        regions: [],
        hypotheses: [{ class: 'vendor_wide', probability: 0.97 }],
      },
      ...incident,
    },
  };
}

export function samplePost(post: Partial<OfficialPost> & { readonly postedMs: number }): OfficialPost {
  return {
    id: sampleId(32),
    incidentId: sampleId(32),
    provider: 'anthropic',
    region: null,
    title: 'Elevated errors',
    body: 'We are looking into it.',
    status: 'investigating',
    updatedMs: null,
    startedMs: null,
    models: [],
    url: 'https://status.example.com/incidents/1',
    ...post,
  };
}
