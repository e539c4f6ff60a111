import { resourceAttribute } from '@faultline/conventions';
import type { Span } from '../decode/span.ts';
import type { Vantage } from '../model/call.ts';
import { textOf } from './attribute-value.ts';
import { remembered } from './remembered.ts';

const spanKindServer = 2;

type Role = 'vendor' | 'gateway' | 'model_server' | 'app';

/** What somebody is, by the name of a scope or service. */
const roleOf: (name: string) => Role = remembered((name) => {
  if (vendors.test(name)) return 'vendor';
  if (gateways.test(name)) return 'gateway';
  return modelServers.test(name) ? 'model_server' : 'app';
});

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
  const service = roleOf(textOf(resource.attributes, resourceAttribute.serviceName));
  const library = roleOf(scope.name);
  if (library === 'vendor' || service === 'vendor') return 'vendor';
  if (library === 'gateway' || service === 'gateway') return 'gateway';
  if (kind !== spanKindServer || httpServerKeys.some((key) => attributes.has(key))) return 'client';
  return library === 'model_server' || service === 'model_server' ? 'vendor' : 'gateway';
}

export const vantageKeys: readonly string[] = httpServerKeys;
