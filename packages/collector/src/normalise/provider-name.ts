import { type Endpoint, endpointForHost } from '@faultline/conventions';

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

/** The host decides, then what the span says, then the model's name; a host nobody knows is better than nothing. */
export function providerOf(clues: ProviderClues): Endpoint {
  const host = hostOf(clues.host);
  const known = endpointForHost(host);
  if (known) return known;
  const isTold = clues.told !== '' && clues.told !== clues.service && !notVendors.test(clues.told);
  const told = isTold ? canonicalName(clues.told) : '';
  return { provider: told || firstMatch(modelNames, clues.model) || host, region: '' };
}

function hostOf(text: string): string {
  const withoutScheme = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  return (/^[^/:?#]*/.exec(withoutScheme)?.[0] ?? '').toLowerCase();
}

/** Frameworks and gateways that put their own name there. */
const notVendors = /^(spring_ai|strands-agents|strands|litellm|langchain|pydantic[-_]ai|_other)$/i;

function canonicalName(told: string): string {
  const name = told.toLowerCase();
  return firstMatch(variants, name) || name;
}

type NameRule = readonly [provider: string, pattern: RegExp];

/** Spellings seen in the wild of names that semantic conventions spell otherwise. Order matters: azure before openai. */
const variants: readonly NameRule[] = [
  ['azure.ai.inference', /^(az(ure)?[._-]ai[._-]inference)/],
  ['azure.ai.openai', /^(az(ure)?[._-]?(ai[._-])?openai|azure$)/],
  ['aws.bedrock', /^((aws|amazon)[._-])?bedrock/],
  ['gcp.vertex_ai', /^((gcp|google)[._-])?vertex([._-]?ai)?$/],
  ['gcp.gemini', /^(gcp[._-]gemini|gemini|google[._-]?(genai|generative[._-]?ai|ai[._-]?studio))/],
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

/** Last resort: a vendor's model under no vendor's name. */
const modelNames: readonly NameRule[] = [
  ['aws.bedrock', /^([a-z]{2,6}\.)?(anthropic|amazon|meta|mistral|cohere|ai21)\./],
  ['anthropic', /^claude-/],
  ['openai', /^(gpt-\d|o\d(-|$)|chatgpt-|text-embedding-)/],
  ['gcp.gemini', /^gemini-/],
  ['mistral_ai', /^(mistral|ministral|magistral|codestral)-/],
  ['deepseek', /^deepseek-/],
  ['x_ai', /^grok-/],
  ['cohere', /^command-/],
];

function firstMatch(rules: readonly NameRule[], text: string): string {
  return rules.find(([, pattern]) => pattern.test(text))?.[0] ?? '';
}
