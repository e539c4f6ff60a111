import { resourceAttribute } from '@faultline/conventions';
import type { Span } from '../decode/span.ts';
import type { Vantage } from '../model/call.ts';
import { textOf } from './attribute-value.ts';

const spanKindServer = 2;

/** Vendors that push telemetry of their own, by the names of their scope and service. */
const vendors = /^(com\.anthropic\.)?claude-platform$/i;

/** Gateways that report what passes through them, by the names they give themselves. */
const gateways =
  /^envoyproxy\/|^(ai[-_ ]gateway|openrouter|cloudflare|kong|bifrost|envoy|agentgateway|portkey|helicone|litellm[-_ ]proxy)([-_ ]?(ai|llm))?([-_ ]?(gateway|proxy))?$/i;

/** Servers of models that a team runs itself. */
const modelServers = /^(vllm|tgi|text-generation|sglang|triton|ollama)\b/i;

/** On the span of a request that an app answers. Some instrumentations write the call that it makes on that span. */
const httpServerKeys = ['http.request.method', 'http.method', 'http.route'] as const;

/**
 * Who saw this call. Whoever answers a call is not who made it, so a server's span is not the client's, unless it is the
 * app's own request around the call. A gateway sends requests as a client does; only its name tells.
 */
export function vantageOf({ kind, scope, resource, attributes }: Span): Vantage {
  const service = textOf(resource.attributes, resourceAttribute.serviceName);
  if (vendors.test(scope.name) || vendors.test(service)) return 'vendor';
  if (gateways.test(scope.name) || gateways.test(service)) return 'gateway';
  if (kind !== spanKindServer || httpServerKeys.some((key) => attributes.has(key))) return 'client';
  return modelServers.test(scope.name) || modelServers.test(service) ? 'vendor' : 'gateway';
}

export const vantageKeys: readonly string[] = httpServerKeys;
