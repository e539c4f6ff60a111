import type { OfficialSource, OfficialSourceEntry, OfficialSourceSetting } from '../model/official.ts';

function statuspage(provider: string, page: string, components: readonly string[]): OfficialSourceEntry {
  return {
    provider,
    format: 'statuspage',
    url: `${page}/api/v2/summary.json`,
    historyUrl: `${page}/api/v2/incidents.json`,
    components,
  };
}

function incidentIo(
  provider: string,
  page: string,
  components: readonly string[],
  elsewhere: readonly string[] = [],
): OfficialSourceEntry {
  return { ...statuspage(provider, page, components), format: 'incident_io', elsewhere };
}

/** The regions of Bedrock that most calls go to; a page of another one is a line of configuration. */
const bedrockRegions = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1'];

/**
 * Status pages as they were in 2026. Vendors move them; one that moved says so (`moved`, `unreadable`) and can be mended in
 * the configuration. Left out is what has no page that a program can read: Gemini's developer API, Mistral.
 */
const builtIn: readonly OfficialSourceEntry[] = [
  statuspage('anthropic', 'https://status.claude.com', ['Claude API']),
  incidentIo(
    'openai',
    'https://status.openai.com',
    ['Chat Completions', 'Responses', 'Embeddings'],
    ['ChatGPT', 'Sora', 'Codex', 'Atlas'],
  ),
  {
    provider: 'gcp.vertex_ai',
    format: 'google_cloud',
    url: 'https://status.cloud.google.com/incidents.json',
    components: ['Vertex Gemini API'],
  },
  ...bedrockRegions.map(
    (region): OfficialSourceEntry => ({
      provider: 'aws.bedrock',
      region,
      format: 'feed',
      url: `https://status.aws.amazon.com/rss/bedrock-${region}.rss`,
    }),
  ),
  {
    provider: 'azure.ai.openai',
    format: 'feed',
    url: 'https://rssfeed.azure.status.microsoft/en-us/status/feed/',
    components: ['OpenAI', 'AI Foundry'],
  },
  statuspage('groq', 'https://groqstatus.com', ['API']),
  incidentIo('cohere', 'https://status.cohere.com', []),
  incidentIo('fireworks_ai', 'https://status.fireworks.ai', []),
  incidentIo('perplexity', 'https://status.perplexity.com', ['API']),
  statuspage('deepseek', 'https://status.deepseek.com', ['API Service']),
  {
    provider: 'x_ai',
    format: 'feed',
    url: 'https://status.x.ai/feed.xml',
    elsewhere: ['Grok in X', 'Website'],
  },
];

/** The sources to read: the built-in ones, but for the vendors of which the configuration speaks. */
export function officialSources(settings: readonly OfficialSourceSetting[]): readonly OfficialSource[] {
  const spokenOf = new Set(settings.map(({ provider }) => provider));
  const own = settings.flatMap((setting) => (setting.enabled ? [setting] : []));
  return numbered([...builtIn.filter(({ provider }) => !spokenOf.has(provider)), ...own]);
}

/** Ids are what metrics are labelled with, so they stay the same from start to start. */
function numbered(entries: readonly OfficialSourceEntry[]): readonly OfficialSource[] {
  const taken = new Map<string, number>();
  return entries.map(({ provider, format, url, ...entry }) => {
    const { region = null, historyUrl = null, components = [], elsewhere = [] } = entry;
    const name = region === null ? provider : `${provider}/${region}`;
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    const id = count === 1 ? name : `${name}#${count}`;
    return { id, provider, region, format, url, historyUrl, components, elsewhere };
  });
}
