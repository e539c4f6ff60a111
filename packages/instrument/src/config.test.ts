import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('the configuration', () => {
  it('is complete without a single variable', () => {
    expect(readConfig({}, {})).toMatchObject({ config: { metricsPort: undefined }, problems: [] });
  });

  it('names providers by host, with or without a port', () => {
    const { config } = readConfig(
      {},
      { FAULTLINE_PROVIDER_HOSTS: '127.0.0.1:4010=openai, GW.internal=anthropic' },
    );
    expect([...config.providerHosts]).toEqual([
      ['127.0.0.1:4010', 'openai'],
      ['gw.internal', 'anthropic'],
    ]);
  });

  it('leaves out what it does not understand, and says so', () => {
    const { config, problems } = readConfig(
      {},
      { FAULTLINE_PROVIDER_HOSTS: 'gw=openai,nonsense', FAULTLINE_METRICS_PORT: 'http' },
    );
    expect(config.providerHosts.size).toBe(1);
    expect(config.metricsPort).toBeUndefined();
    expect(problems).toHaveLength(2);
  });

  it('prefers what the program says', () => {
    expect(readConfig({ salt: 'own' }, { FAULTLINE_SALT: 'env' }).config.salt).toBe('own');
  });
});
