/** A vendor as telemetry names it (`gen_ai.provider.name`), and where in the world the endpoint stands. */
export interface Endpoint {
  readonly provider: string;
  /** Empty when the host does not tell. */
  readonly region: string;
}

interface HostRule {
  readonly provider: string;
  /** Matched against the lower-case host name; the first group, if any, is the region. */
  readonly host: RegExp;
}

/**
 * The host decides before anything a span claims: a gateway or SDK says `openai` for every OpenAI-compatible server.
 * Provider values are those of GenAI semantic conventions where one exists.
 */
const hostRules: readonly HostRule[] = [
  { provider: 'anthropic', host: /^api\.anthropic\.com$/ },
  { provider: 'openai', host: /^(?:(eu|us)\.)?api\.openai\.com$/ },
  { provider: 'gcp.gemini', host: /^generativelanguage\.googleapis\.com$/ },
  {
    provider: 'gcp.vertex_ai',
    host: /^(?:([a-z]+-[a-z]+\d+)-)?aiplatform(?:\.[a-z]+\.rep)?\.googleapis\.com$/,
  },
  { provider: 'aws.bedrock', host: /^bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/ },
  { provider: 'azure.ai.openai', host: /^[a-z0-9-]+\.openai\.azure\.com$/ },
  { provider: 'azure.ai.inference', host: /^[a-z0-9-]+\.(?:services\.ai\.azure|models\.ai\.azure)\.com$/ },
  { provider: 'mistral_ai', host: /^api\.mistral\.ai$/ },
  { provider: 'cohere', host: /^api\.cohere\.(?:com|ai)$/ },
  { provider: 'groq', host: /^api\.groq\.com$/ },
  { provider: 'x_ai', host: /^(?:([a-z]+-[a-z]+-\d)\.)?api\.x\.ai$/ },
  { provider: 'deepseek', host: /^api\.deepseek\.com$/ },
  { provider: 'perplexity', host: /^api\.perplexity\.ai$/ },
  { provider: 'moonshot_ai', host: /^api\.moonshot\.(?:ai|cn)$/ },
  { provider: 'together_ai', host: /^api\.together\.(?:xyz|ai)$/ },
  { provider: 'openrouter', host: /^openrouter\.ai$/ },
  { provider: 'fireworks_ai', host: /^api\.fireworks\.ai$/ },
];

/** Undefined for a host nobody knows: the caller then trusts what the protocol or the span says. */
export function endpointForHost(host: string): Endpoint | undefined {
  const name = host.toLowerCase();
  for (const rule of hostRules) {
    const match = rule.host.exec(name);
    if (match) return { provider: rule.provider, region: match[1] ?? '' };
  }
  return undefined;
}

const displayNames: Readonly<Record<string, string>> = {
  anthropic: 'Anthropic',
  openai: 'OpenAI',
  'gcp.gemini': 'Google Gemini',
  'gcp.vertex_ai': 'Google Vertex AI',
  'gcp.gen_ai': 'Google',
  'aws.bedrock': 'AWS Bedrock',
  'azure.ai.openai': 'Azure OpenAI',
  'azure.ai.inference': 'Azure AI',
  mistral_ai: 'Mistral',
  cohere: 'Cohere',
  groq: 'Groq',
  x_ai: 'xAI',
  deepseek: 'DeepSeek',
  perplexity: 'Perplexity',
  moonshot_ai: 'Moonshot',
  together_ai: 'Together',
  openrouter: 'OpenRouter',
  fireworks_ai: 'Fireworks',
  vllm: 'vLLM',
  ollama: 'Ollama',
};

/** The name a person uses; an unknown provider (a self-hosted server's host) is its own name. */
export function providerDisplayName(provider: string): string {
  return displayNames[provider] ?? provider;
}
