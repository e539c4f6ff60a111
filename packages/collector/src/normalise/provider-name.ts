import { type Endpoint, endpointForHost, providerDisplayName } from '@faultline/conventions';
import { remembered } from './remembered.ts';

/** What a span tells about who answered. Empty text where it tells nothing. */
export interface ProviderClues {
  /** `server.address`: a host, sometimes with a port, sometimes a whole URL. */
  readonly host: string;
  /** `gen_ai.provider.name` or an older name of it. */
  readonly told: string;
  readonly model: string;
  /** Some frameworks write their own service's name where the vendor belongs. */
  readonly service: string;
}

/**
 * The host decides, then what the span says, then the model's name. A name nobody knows cannot serve a model that only
 * its vendor has: users give their own names to clients of that vendor. Any other model may be served by anybody, and
 * then the host is better than the vendor who made it.
 */
export function providerOf(clues: ProviderClues): Endpoint {
  const { host, endpoint } = placeOf(clues.host);
  if (endpoint) return endpoint;
  const isTold = clues.told !== '' && clues.told !== clues.service && !notVendors.test(clues.told);
  const told = isTold ? clues.told.toLowerCase() : '';
  const vendor = firstMatch(variants, told) || (isVendor(told) ? told : '');
  // `gcp.gen_ai` is Google where it could not tell which of its two services.
  if (vendor === 'gcp.gen_ai') return { provider: googleService(clues.model) ?? vendor, region: '' };
  const provider =
    vendor ||
    firstMatch(closedModels, clues.model) ||
    told.replace(apiSuffix, '') ||
    host ||
    firstMatch(openModels, clues.model);
  return { provider, region: '' };
}

/** Vendors are those that have a name for people. */
function isVendor(name: string): boolean {
  return name !== '' && providerDisplayName(name) !== name;
}

function googleService(model: string): string | undefined {
  return model.startsWith('gemini-') ? 'gcp.gemini' : undefined;
}

/** The Vercel AI SDK names a client and the API it speaks: `my-server.chat`. */
const apiSuffix = /\.(chat|completion|responses|messages|embedding|image)$/;

interface Place {
  readonly host: string;
  /** Undefined for a host nobody knows. */
  readonly endpoint: Endpoint | undefined;
}

const endpointOf = remembered((host) => (host === '' ? undefined : endpointForHost(host)));

/** Where a host, a host with a port, or a URL leads. */
export function placeOf(text: string): Place {
  const host = bareHost.test(text) ? text : hostOf(text);
  return { host, endpoint: endpointOf(host) };
}

const bareHost = /^[a-z0-9.-]+$/;

function hostOf(text: string): string {
  const withoutScheme = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  return (/^[^/:?#]*/.exec(withoutScheme)?.[0] ?? '').toLowerCase();
}

/** Frameworks and gateways that put their own name there. */
const notVendors = /^(spring_ai|strands-agents|strands|litellm|langchain|pydantic[-_]ai|_other)$/i;

type NameRule = readonly [provider: string, pattern: RegExp];

/** Spellings seen in the wild of names that semantic conventions spell otherwise. Order matters: azure before openai. */
const variants: readonly NameRule[] = [
  ['azure.ai.inference', /^(az(ure)?[._-]ai[._-]inference)/],
  ['azure.ai.openai', /^(az(ure)?[._-]?(ai[._-])?openai|azure$)/],
  ['aws.bedrock', /^(aws$|((aws|amazon)[._-])?bedrock)/],
  ['gcp.vertex_ai', /^((gcp|google)[._-])?vertex([._-]?ai)?$/],
  ['gcp.gemini', /^(gcp[._-]gemini|gemini|google[._-]?(genai|generative[._-]?ai|ai$|ai[._-]?studio))/],
  ['gcp.gen_ai', /^(gcp[._-]gen_ai|gcp[._-]vertex[._-]agent|google)$/],
  ['openai', /^openai([._-]|$)/],
  ['anthropic', /^anthropic([._-]|$)/],
  ['mistral_ai', /^mistral/],
  ['cohere', /^cohere/],
  ['groq', /^groq/],
  ['x_ai', /^(x[._-]?ai)([._-]|$)/],
  ['deepseek', /^deepseek/],
  ['perplexity', /^perplexity/],
  ['moonshot_ai', /^moonshot/],
  ['together_ai', /^together/],
  ['fireworks_ai', /^fireworks/],
  ['openrouter', /^openrouter/],
  ['ollama', /^ollama/],
];

/** Models that nobody but their vendor, or a cloud under the vendor's name, serves. */
const closedModels: readonly NameRule[] = [
  ['aws.bedrock', /^([a-z]{2,6}\.)?(anthropic|amazon|meta|mistral|cohere|ai21)\./],
  ['anthropic', /^claude-/],
  ['openai', /^(gpt-\d|o\d(-|$)|chatgpt-|text-embedding-)/],
  ['gcp.gemini', /^gemini-/],
  ['x_ai', /^grok-/],
];

/** Models that anybody can serve; last resort, under no name and on no host. */
const openModels: readonly NameRule[] = [
  ['mistral_ai', /^(mistral|ministral|magistral|codestral)-/],
  ['deepseek', /^deepseek-/],
  ['cohere', /^command-/],
  ['alibaba_cloud', /^qwen/],
];

function firstMatch(rules: readonly NameRule[], text: string): string {
  return rules.find(([, pattern]) => pattern.test(text))?.[0] ?? '';
}
