import { endpointForHost } from '@faultline/conventions';
import { type BoundedCache, createBoundedCache } from '../bounded-cache.ts';
import { credentialOf, fingerprintOf } from '../call/identity.ts';
import type { LlmRequest } from '../call/llm-request.ts';
import type { Config } from '../config.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { protocolForPath } from '../protocols/protocols.ts';

/** The arguments of `fetch`, as loosely as apps pass them. */
export type FetchInput = string | URL | Request;

export interface FetchOptions {
  readonly method?: string | undefined;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal | null | undefined;
}

/** Cheap sieve before any parsing: all that the protocols' paths have in common. */
const llmPathHint = /\/completions|\/responses|\/messages|enerateContent/;

/** Undefined for traffic that is not an LLM vendor's; that is decided without touching the request. */
export function recogniseRequest(
  input: FetchInput,
  init: FetchOptions | undefined,
  config: Config,
): LlmRequest | undefined {
  const request = input instanceof Request ? input : undefined;
  if ((init?.method ?? request?.method ?? 'GET').toUpperCase() !== 'POST') return undefined;
  const address = request ? request.url : String(input);
  if (!llmPathHint.test(address)) return undefined;
  const target = targetOf(address, config);
  if (target === 'none') return undefined;
  const body = readableBody(init?.body);
  const model = target.model ?? modelInBody(body);
  // On a host nobody knows, a path like /v1/messages may be anything; a request of ours names a model.
  if (!target.isKnown && model === '') return undefined;
  const key = apiKeyIn(init?.headers ?? request?.headers) ?? target.key;
  return {
    protocol: target.protocol,
    operation: target.protocol.operation,
    provider: target.provider,
    region: target.region,
    host: target.host,
    port: target.port,
    model,
    stream: target.stream ?? /"stream"\s*:\s*true/.test(body ?? ''),
    credential: key === '' ? '' : credentialOf(key, config),
    fingerprint: body === undefined ? '' : fingerprintOf(body, config),
  };
}

/** All that an address tells. */
interface Target extends ResolvedEndpoint {
  readonly protocol: Protocol;
  readonly host: string;
  readonly port: number | undefined;
  /** Where the path tells them. */
  readonly model: string | undefined;
  readonly stream: boolean | undefined;
  /** `?key=`; empty without one. */
  readonly key: string;
}

/** An app calls few addresses, again and again; parsing one costs more than everything else here. */
const targetsMax = 200;
const targets = new WeakMap<Config, BoundedCache<string, Target | 'none'>>();

function targetOf(address: string, config: Config): Target | 'none' {
  const cache = targets.get(config) ?? createBoundedCache(targetsMax);
  targets.set(config, cache);
  return cache.get(address, () => readTarget(address, config));
}

function readTarget(address: string, config: Config): Target | 'none' {
  const url = new URL(address);
  const protocol = protocolForPath(url.pathname);
  if (!protocol) return 'none';
  return {
    ...endpointOf(url, protocol, config),
    protocol,
    host: url.hostname,
    port: url.port === '' ? undefined : Number(url.port),
    model: protocol.modelInPath?.(url.pathname),
    stream: protocol.streamInPath?.(url.pathname),
    key: url.searchParams.get('key') ?? '',
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
  const known = endpointForHost(url.hostname);
  if (configured) return { provider: configured, region: known?.region ?? '', isKnown: true };
  if (known) return { ...known, isKnown: true };
  return { provider: protocol.impliedProvider ?? url.hostname, region: '', isKnown: false };
}

/** Undefined for a body that cannot be read without consuming it. */
function readableBody(body: unknown): string | undefined {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array)
    return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  if (body instanceof ArrayBuffer) return Buffer.from(body).toString('utf8');
  return undefined;
}

const leadingModel = /^\s*\{\s*"model"\s*:\s*"((?:[^"\\]|\\.)*)"/;

/** SDKs write the model first; only a body that does not is parsed as a whole. */
function modelInBody(body: string | undefined): string {
  if (body === undefined || !body.includes('"model"')) return '';
  const leading = leadingModel.exec(body)?.[1];
  if (leading !== undefined && !leading.includes('\\')) return leading;
  try {
    const { model } = JSON.parse(body) as { model?: unknown };
    return typeof model === 'string' ? model : '';
  } catch {
    return '';
  }
}

const keyHeaders = ['authorization', 'x-api-key', 'x-goog-api-key', 'api-key'];

function apiKeyIn(headers: unknown): string | undefined {
  for (const name of keyHeaders) {
    const value = headerIn(headers, name);
    if (value) return value.replace(/^Bearer\s+/i, '');
  }
  return undefined;
}

/** `init.headers` may be a `Headers`, a list of pairs or a record in any case. */
function headerIn(headers: unknown, name: string): string | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined;
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const pairs: readonly unknown[] = Array.isArray(headers) ? headers : Object.entries(headers);
  const pair = pairs.find((one) => Array.isArray(one) && String(one[0]).toLowerCase() === name);
  return Array.isArray(pair) ? String(pair[1]) : undefined;
}
