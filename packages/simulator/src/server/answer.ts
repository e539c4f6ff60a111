import { faultFor, type Pace, paceFor } from '../scenario/conditions.ts';
import type {
  FleetModel,
  Provider,
  RequestIdentity,
  Scenario,
  SimulatedProvider,
} from '../scenario/scenario.ts';
import type { Protocol, RequestBody, Route, VendorRequest } from '../vendors/protocol.ts';
import { protocols } from '../vendors/protocols.ts';
import { credentialOf, regionOf, resendOf } from './caller.ts';
import { deliver } from './deliver.ts';
import { createExchange } from './exchange.ts';
import { notFound } from './not-found.ts';
import { parseObject, readBody } from './read-body.ts';
import type { Script, ScriptedFault } from './script.ts';
import type { ServedEntry, ServedLog } from './served-log.ts';
import type { WireRequest, WireResponse } from './wire.ts';

export interface AnsweringOptions {
  readonly scenario: Scenario | null;
  readonly seed: number;
  readonly latencyFactor: number;
  readonly streamChunks: number;
  readonly script: Script;
  readonly log: ServedLog;
  now(): number;
  scenarioMs(): number | null;
}

export type Answer = (provider: SimulatedProvider, request: WireRequest, response: WireResponse) => void;

const retryAfterSecondsDefault = 1;

/** Decides what each request gets, and sees to it that it gets it. */
export function createAnswering(options: AnsweringOptions): Answer {
  const indexes = new Map<string, number>();
  const nextIndex = (provider: string, model: string): number => {
    const key = `${provider}/${model}`;
    const index = indexes.get(key) ?? 0;
    indexes.set(key, index + 1);
    return index;
  };
  return (provider, request, response) => {
    answerRequest(options, nextIndex, provider, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error('the simulator failed', { cause: error }));
    });
  };
}

async function answerRequest(
  options: AnsweringOptions,
  nextIndex: (provider: string, model: string) => number,
  provider: SimulatedProvider,
  request: WireRequest,
  response: WireResponse,
): Promise<void> {
  const startMs = options.now();
  const url = new URL(request.target, 'http://localhost');
  const text = await readBody(request.body);
  if (text === undefined) {
    response.destroy();
    return;
  }
  const found = findProtocol(provider, request.method, url.pathname);
  if (!found) {
    const { status, headers, body } = notFound(provider, request.method, url.pathname);
    response.writeHead(status, headers);
    response.end(body);
    return;
  }
  const requestBody = parseObject(text);
  const vendorRequest = readRequest(found.protocol, found.route, requestBody);
  const identity: RequestIdentity = {
    provider,
    model: vendorRequest.model,
    region: regionOf(request.headers),
    credential: credentialOf(request.headers, url.searchParams),
    text,
    index: nextIndex(provider, vendorRequest.model),
  };
  const scripted = decide(options, vendorRequest, identity);
  const entry = openEntry(options, found.protocol, vendorRequest, identity, scripted, startMs);
  entry.resend = resendOf(request.headers);
  const profile = profileOf(options.scenario, identity);
  const pace = paceOf(options, profile, identity);
  const exchange = createExchange({
    seed: options.seed,
    request: vendorRequest,
    identity,
    profile,
    chunks: options.streamChunks,
    body: requestBody ?? {},
    fault: scripted?.fault ?? null,
    errorName: scripted?.errorName ?? null,
    startedMs: startMs,
    processingMs: scripted ? pace.errorMs : pace.durationMs,
    retryAfterSeconds: scripted?.retryAfterSeconds ?? retryAfterSecondsDefault,
  });
  const signal = watch(response, entry, options.now);
  await deliver({
    response,
    protocol: found.protocol,
    exchange,
    scripted,
    pace,
    entry,
    signal,
    now: options.now,
  });
}

function findProtocol(
  provider: SimulatedProvider,
  method: string,
  path: string,
): { readonly protocol: Protocol; readonly route: Route } | undefined {
  if (method !== 'POST') return undefined;
  for (const protocol of protocols[provider]) {
    const route = protocol.route(path);
    if (route) return { protocol, route };
  }
  return undefined;
}

function readRequest(protocol: Protocol, route: Route, body: RequestBody | undefined): VendorRequest {
  const read = protocol.read(body ?? {}, route);
  if (!body)
    return { ...read, problem: { message: 'The body of your request is not valid JSON.', parameter: null } };
  if (read.model !== '') return read;
  return { ...read, problem: { message: 'you must provide a model parameter', parameter: null } };
}

/** A request the vendor would refuse is refused whatever the weather; a script goes before the scenario. */
function decide(
  options: AnsweringOptions,
  request: VendorRequest,
  identity: RequestIdentity,
): ScriptedFault | null {
  const scripted = options.script.take(identity.provider, identity.model);
  if (request.problem) return { fault: 'bad_request' };
  if (scripted !== undefined) return scripted;
  const scenarioMs = options.scenarioMs();
  if (!options.scenario || scenarioMs === null || scenarioMs < 0) return null;
  const fault = faultFor(options.scenario, options.seed, identity, scenarioMs);
  return fault ? { fault } : null;
}

function openEntry(
  { log, scenarioMs }: AnsweringOptions,
  protocol: Protocol,
  request: VendorRequest,
  identity: RequestIdentity,
  scripted: ScriptedFault | null,
  startMs: number,
): ServedEntry {
  const { provider, model, region, credential, index } = identity;
  const entry: ServedEntry = {
    provider,
    protocol: protocol.name,
    model,
    streaming: request.streaming,
    region,
    credential,
    index,
    scenarioMs: scenarioMs(),
    fault: scripted?.fault ?? null,
    status: null,
    resend: null,
    startMs,
    headersMs: null,
    firstContentMs: null,
    endMs: null,
    chunks: 0,
    clientLeft: false,
  };
  log.add(entry);
  return entry;
}

/** For a model the fleet does not name: tests use whatever they like. */
const strangerProfile = {
  requestsPerSecond: 0,
  streamingShare: 0,
  latencyP50Ms: 800,
  latencySigma: 0.45,
  timeToFirstTokenP50Ms: 300,
  inputTokens: 900,
  outputTokens: 200,
  reasoningTokens: 0,
  regions: {},
  credentials: {},
} as const;

function profileOf(scenario: Scenario | null, { provider, model }: RequestIdentity): FleetModel {
  const known = scenario?.fleet.find((one) => one.provider === provider && one.model === model);
  return known ?? { ...strangerProfile, provider: provider as Provider, model };
}

function paceOf(options: AnsweringOptions, profile: FleetModel, identity: RequestIdentity): Pace {
  const scenarioMs = options.scenarioMs();
  const phases = scenarioMs === null ? [] : (options.scenario?.phases ?? []);
  const pace = paceFor(phases, options.seed, profile, identity, scenarioMs ?? 0);
  return {
    timeToFirstTokenMs: pace.timeToFirstTokenMs * options.latencyFactor,
    durationMs: pace.durationMs * options.latencyFactor,
    errorMs: pace.errorMs * options.latencyFactor,
  };
}

/** The response closes once, whichever side ends it; whether it was finished tells which. */
function watch(response: WireResponse, entry: ServedEntry, now: () => number): AbortSignal {
  const gone = new AbortController();
  const onClose = (): void => {
    const isOurs = entry.fault === 'reset' || entry.fault === 'truncated_reset';
    entry.endMs = now();
    entry.clientLeft = !response.isFinished() && !isOurs;
    gone.abort();
  };
  // Gone already while its body was read: the event is over and will not come again.
  if (response.isClosed()) onClose();
  else response.onceClosed(onClose);
  return gone.signal;
}
