import { endpointForHost, providerDisplayName } from '@faultline/conventions';
import { describe, expect, it } from 'vitest';
import { officialSources } from './catalogue.ts';

describe('the sources that are known', () => {
  const sources = officialSources([]);

  it('are of vendors as telemetry names them, each under a name of its own', () => {
    for (const { provider } of sources) expect(providerDisplayName(provider)).not.toBe(provider);
    expect(new Set(sources.map(({ id }) => id)).size).toBe(sources.length);
    expect(endpointForHost('api.anthropic.com')?.provider).toBe(sources[0]?.provider);
  });

  it('are read over TLS', () => {
    const urls = sources.flatMap(({ url, historyUrl }) => [url, historyUrl ?? url]);
    expect(urls.filter((url) => !url.startsWith('https://'))).toEqual([]);
  });

  it('give way to what the configuration says of a vendor', () => {
    const url = 'https://status.internal.example/summary.json';
    const own = officialSources([
      { enabled: false, provider: 'openai' },
      { enabled: true, provider: 'aws.bedrock', region: 'eu-north-1', format: 'feed', url },
      { enabled: true, provider: 'llm.internal', format: 'statuspage', url },
      { enabled: true, provider: 'llm.internal', format: 'statuspage', url: `${url}?second` },
    ]);
    const idsOf = (provider: string): readonly string[] =>
      own.filter((source) => source.provider === provider).map(({ id }) => id);
    expect(idsOf('openai')).toEqual([]);
    expect(idsOf('aws.bedrock')).toEqual(['aws.bedrock/eu-north-1']);
    expect(idsOf('llm.internal')).toEqual(['llm.internal', 'llm.internal#2']);
    expect(idsOf('anthropic')).toEqual(['anthropic']);
  });
});
