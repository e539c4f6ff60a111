import { endpointForHost } from '@faultline/conventions';
import { type BoundedCache, createBoundedCache } from '../bounded-cache.ts';
import { credentialOf, fingerprintOf } from '../call/identity.ts';
import type { LlmRequest, LlmTarget } from '../call/llm-request.ts';
import type { Config } from '../config.ts';
import { createKeptBeside } from '../kept-beside.ts';
import { apiKeyIn, headerGetter } from '../protocols/api-key.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { llmPathHint, protocolForPath } from '../protocols/protocols.ts';
import {
  fingerprintText,
  modelInBody,
  type RequestBody,
  readableBody,
  streamInBody,
} from '../protocols/request-body.ts';

/** The arguments of `fetch`, as loosely as apps pass them. */
export type FetchInput = string | URL | Request;

export interface FetchOptions {
  readonly method?: string | undefined;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal | null | undefined;
}

/** One HTTP request, whichever client sends it. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  /** A `Headers`, a list of pairs, a flat list or a record. */
  readonly headers: unknown;
  /** Text or bytes; anything else is left alone. */
  readonly body: unknown;
  readonly config: Config;
  /** An SDK of ours to follow sends it: it is a request to a model, whatever the host. */
  readonly isExpected?: boolean;
}

/** Undefined for traffic that is not an LLM vendor's; that is decided without touching the request. */
export function recogniseRequest(
  input: FetchInput,
  init: FetchOptions | undefined,
  config: Config,
  isExpected = false,
): LlmRequest | undefined {
  const request = input instanceof Request ? input : undefined;
  return recognise({
    method: init?.method ?? request?.method ?? 'GET',
    url: request ? request.url : String(input),
    headers: init?.headers ?? request?.headers,
    body: init?.body,
    config,
    isExpected,
  });
}

/** The same, for any HTTP client. */
export function recognise({
  method,
  url,
  headers,
  body,
  config,
  isExpected = false,
}: SentRequest): LlmRequest | undefined {
  if (method.toUpperCase() !== 'POST' || !llmPathHint.test(url)) return undefined;
  const address = addressOf(url, config);
  if (address === 'none') return undefined;
  const readable = readableBody(body);
  const model = detached(modelOf(address, readable));
  // On a host nobody knows, a path like /v1/messages may be anything; a request of ours names a model.
  if (!address.isKnown && !isExpected && model === '') return undefined;
  const stream = address.stream ?? streamOf(address.protocol, readable);
  const key = apiKeyIn(headerGetter(headers)) ?? address.key;
  const credential = key === '' ? '' : credentialOf(key, config);
  return {
    target: targetOf(address, { model, stream, credential }),
    fingerprint: readable === undefined ? noFingerprint : fingerprintIn(readable, config),
  };
}

/** A part of a text keeps all of it from being collected, and a model is kept for long. */
function detached(model: string): string {
  return Buffer.from(model).toString();
}

type Asked = Pick<LlmTarget, 'model' | 'stream' | 'credential'>;

/** By model first: to put a key together for each request would cost more than to compare the few that it has. */
function targetOf(address: Address, asked: Asked): LlmTarget {
  const known = address.targets.get(asked.model, () => []);
  for (const target of known) {
    if (target.stream === asked.stream && target.credential === asked.credential) return target;
  }
  const { protocol, provider, region, host, port } = address;
  const target = { protocol, operation: protocol.operation, provider, region, host, port, ...asked };
  if (known.length >= targetsOfModelMax) known.length = 0;
  known.push(target);
  return target;
}

/** A longer text would be kept from being collected for as long as its call lasts. */
const heldTextMax = 16 * 1024;

function fingerprintIn(body: RequestBody, config: Config): () => string {
  const read = (): string => fingerprintOf(fingerprintText(body), config);
  if (body.isText && body.length <= heldTextMax) return read;
  // Bytes may be changed, or transferred away, once they are sent.
  const fingerprint = read();
  return () => fingerprint;
}

function noFingerprint(): string {
  return '';
}

function modelOf(address: Address, body: RequestBody | undefined): string {
  if (address.model !== undefined) return address.model;
  const model = body === undefined ? '' : modelInBody(body);
  return model === '' ? address.deployment : model;
}

function streamOf({ streamsByDefault = false }: Protocol, body: RequestBody | undefined): boolean {
  return body !== undefined && streamInBody(body, streamsByDefault);
}

/** All that an address tells. */
interface Address extends ResolvedEndpoint {
  readonly protocol: Protocol;
  readonly host: string;
  readonly port: number | undefined;
  /** Where the path tells them. */
  readonly model: string | undefined;
  readonly stream: boolean | undefined;
  /** Azure's own name for a model, where the body names none; empty without one. */
  readonly deployment: string;
  /** `?key=`; empty without one. */
  readonly key: string;
  /** By model. */
  readonly targets: BoundedCache<string, LlmTarget[]>;
}

/** An app calls few addresses, again and again; parsing one costs more than everything else here. */
const addressesMax = 200;
const addresses = createKeptBeside((_: Config) => createBoundedCache<string, Address | 'none'>(addressesMax));
const modelsMax = 200;
/** With and without a stream, by key. */
const targetsOfModelMax = 20;

function addressOf(text: string, config: Config): Address | 'none' {
  return addresses.get(config).get(text, () => readAddress(text, config));
}

function readAddress(text: string, config: Config): Address | 'none' {
  // A relative address is the app's mistake, and its error to get.
  if (!URL.canParse(text)) return 'none';
  const url = new URL(text);
  const protocol = protocolForPath(url.pathname);
  if (!protocol) return 'none';
  const endpoint = endpointOf(url, protocol, config);
  if (protocol.needsKnownHost && !endpoint.isKnown) return 'none';
  return {
    ...endpoint,
    protocol,
    host: url.hostname,
    port: url.port === '' ? undefined : Number(url.port),
    model: protocol.modelInPath?.(url.pathname),
    stream: protocol.streamInPath?.(url.pathname),
    deployment: /\/deployments\/([^/]+)\//.exec(url.pathname)?.[1] ?? '',
    key: url.searchParams.get('key') ?? '',
    targets: createBoundedCache(modelsMax),
  };
}

interface ResolvedEndpoint {
  readonly provider: string;
  readonly region: string;
  readonly isKnown: boolean;
}

/** The owner's configuration, then the public host names, then the vendor that the protocol implies, then the host. */
function endpointOf(url: URL, protocol: Protocol, config: Config): ResolvedEndpoint {
  const configured = config.providerHosts.get(url.host) ?? config.providerHosts.get(url.hostname);
  const known = endpointForHost(url.hostname, url.port === '' ? undefined : Number(url.port));
  if (configured) {
    const [provider = '', region = known?.region ?? ''] = configured.split('/');
    return { provider, region, isKnown: true };
  }
  if (known) return { ...known, isKnown: true };
  return { provider: protocol.impliedProvider ?? url.hostname, region: '', isKnown: false };
}
