/** A vendor that is known by name. */
export interface KnownProvider {
  /** `gen_ai.provider.name`: that of GenAI semantic conventions where one exists. */
  readonly provider: string;
  /** The name a person uses. */
  readonly displayName: string;
  /** Matched against the lower-case host name; the first group, if any, is the region. */
  readonly hosts: readonly RegExp[];
  /** Nobody else's, so that it tells the vendor on any host. */
  readonly port?: number;
}

export const knownProviders: readonly KnownProvider[] = [
  { provider: 'anthropic', displayName: 'Anthropic', hosts: [/^api\.anthropic\.com$/] },
  { provider: 'openai', displayName: 'OpenAI', hosts: [/^(?:(eu|us)\.)?api\.openai\.com$/] },
  {
    provider: 'gcp.gemini',
    displayName: 'Google Gemini',
    hosts: [/^generativelanguage\.googleapis\.com$/],
  },
  {
    provider: 'gcp.vertex_ai',
    displayName: 'Google Vertex AI',
    hosts: [
      /^(?:([a-z]+-[a-z]+\d+)-)?aiplatform\.googleapis\.com$/,
      /^aiplatform\.([a-z]+)\.rep\.googleapis\.com$/,
      /^([a-z]+-[a-z]+\d+)-aiplatform\.[a-z]+\.rep\.googleapis\.com$/,
    ],
  },
  { provider: 'gcp.gen_ai', displayName: 'Google', hosts: [] },
  {
    provider: 'aws.bedrock',
    displayName: 'AWS Bedrock',
    hosts: [
      /^(?:vpce-[a-z0-9-]+\.)?bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\.(?:vpce\.)?amazonaws\.com(?:\.cn)?$/,
      /^bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\.api\.aws$/,
    ],
  },
  {
    provider: 'azure.ai.openai',
    displayName: 'Azure OpenAI',
    hosts: [/^[a-z0-9-]+\.(?:openai|cognitiveservices)\.azure\.com$/],
  },
  // GitHub's first address for its models lay below Azure's.
  {
    provider: 'github',
    displayName: 'GitHub Models',
    hosts: [/^models\.github\.ai$/, /^models\.inference\.ai\.azure\.com$/],
  },
  {
    provider: 'azure.ai.inference',
    displayName: 'Azure AI',
    hosts: [
      /^[a-z0-9-]+\.services\.ai\.azure\.com$/,
      /^[a-z0-9-]+(?:\.([a-z0-9]+))?\.(?:models|inference)\.ai\.azure\.com$/,
    ],
  },
  { provider: 'mistral_ai', displayName: 'Mistral', hosts: [/^(?:api|codestral)\.mistral\.ai$/] },
  { provider: 'cohere', displayName: 'Cohere', hosts: [/^api\.cohere\.(?:com|ai)$/] },
  { provider: 'groq', displayName: 'Groq', hosts: [/^api\.groq\.com$/] },
  { provider: 'x_ai', displayName: 'xAI', hosts: [/^(?:([a-z]+-[a-z]+-\d)\.)?api\.x\.ai$/] },
  { provider: 'deepseek', displayName: 'DeepSeek', hosts: [/^api\.deepseek\.com$/] },
  { provider: 'perplexity', displayName: 'Perplexity', hosts: [/^api\.perplexity\.ai$/] },
  {
    provider: 'ibm.watsonx.ai',
    displayName: 'IBM watsonx',
    hosts: [/^([a-z]+-[a-z]+)\.ml\.cloud\.ibm\.com$/],
  },
  { provider: 'moonshot_ai', displayName: 'Moonshot', hosts: [/^api\.moonshot\.(?:ai|cn)$/] },
  { provider: 'together_ai', displayName: 'Together', hosts: [/^api\.together\.(?:xyz|ai)$/] },
  { provider: 'openrouter', displayName: 'OpenRouter', hosts: [/^openrouter\.ai$/] },
  { provider: 'fireworks_ai', displayName: 'Fireworks', hosts: [/^api\.fireworks\.ai$/] },
  { provider: 'cerebras', displayName: 'Cerebras', hosts: [/^api\.cerebras\.ai$/] },
  { provider: 'sambanova', displayName: 'SambaNova', hosts: [/^api\.sambanova\.ai$/] },
  {
    provider: 'nebius',
    displayName: 'Nebius',
    hosts: [/^api\.(?:studio\.nebius\.(?:ai|com)|tokenfactory\.nebius\.com)$/],
  },
  { provider: 'deepinfra', displayName: 'DeepInfra', hosts: [/^api\.deepinfra\.com$/] },
  {
    provider: 'hugging_face',
    displayName: 'Hugging Face',
    hosts: [
      /^(?:router|api-inference)\.huggingface\.co$/,
      /^[a-z0-9-]+\.([a-z0-9-]+)\.(?:aws|azure|gcp)\.endpoints\.huggingface\.cloud$/,
    ],
  },
  { provider: 'nvidia', displayName: 'NVIDIA', hosts: [/^(?:integrate|ai)\.api\.nvidia\.com$/] },
  { provider: 'vercel', displayName: 'Vercel AI Gateway', hosts: [/^ai-gateway\.vercel\.sh$/] },
  {
    provider: 'cloudflare',
    displayName: 'Cloudflare',
    hosts: [/^gateway\.ai\.cloudflare\.com$/, /^api\.cloudflare\.com$/],
  },
  {
    provider: 'alibaba_cloud',
    displayName: 'Alibaba Cloud',
    hosts: [/^dashscope(?:-(intl|us|hk|finance))?\.aliyuncs\.com$/],
  },
  { provider: 'zhipu', displayName: 'Zhipu', hosts: [/^open\.bigmodel\.cn$/, /^api\.z\.ai$/] },
  { provider: 'minimax', displayName: 'MiniMax', hosts: [/^api\.(?:minimax\.(?:io|chat)|minimaxi\.com)$/] },
  { provider: 'novita', displayName: 'Novita', hosts: [/^api\.novita\.ai$/] },
  { provider: 'hyperbolic', displayName: 'Hyperbolic', hosts: [/^api\.hyperbolic\.xyz$/] },
  {
    provider: 'databricks',
    displayName: 'Databricks',
    hosts: [/^[a-z0-9.-]+\.(?:cloud\.databricks\.com|azuredatabricks\.net|gcp\.databricks\.com)$/],
  },
  { provider: 'siliconflow', displayName: 'SiliconFlow', hosts: [/^api\.siliconflow\.(?:com|cn)$/] },
  { provider: 'volcengine', displayName: 'Volcengine', hosts: [/^ark\.([a-z]+-[a-z]+)\.volces\.com$/] },
  { provider: 'baseten', displayName: 'Baseten', hosts: [/^inference\.baseten\.co$/] },
  { provider: 'ai21', displayName: 'AI21', hosts: [/^api\.ai21\.com$/] },
  { provider: 'voyage_ai', displayName: 'Voyage', hosts: [/^api\.voyageai\.com$/] },
  { provider: 'scaleway', displayName: 'Scaleway', hosts: [/^api\.scaleway\.ai$/] },
  { provider: 'ollama', displayName: 'Ollama', hosts: [/^(?:api\.)?ollama\.com$/], port: 11_434 },
  { provider: 'vllm', displayName: 'vLLM', hosts: [] },
];
