import { knownProviders } from './provider-registry.ts';

/** A vendor as telemetry names it (`gen_ai.provider.name`), and where in the world the endpoint stands. */
export interface Endpoint {
  readonly provider: string;
  /** Empty when the host does not tell. */
  readonly region: string;
}

/**
 * The host decides before anything a span claims: a gateway or SDK says `openai` for every OpenAI-compatible server.
 * Undefined for a host nobody knows: the caller then trusts what the protocol or the span says.
 */
export function endpointForHost(host: string, port?: number): Endpoint | undefined {
  const name = host.toLowerCase();
  for (const { provider, hosts } of knownProviders) {
    for (const pattern of hosts) {
      const match = pattern.exec(name);
      if (match) return { provider, region: match[1] ?? '' };
    }
  }
  const byPort = port === undefined ? undefined : knownProviders.find((known) => known.port === port);
  return byPort && { provider: byPort.provider, region: '' };
}

const displayNames: ReadonlyMap<string, string> = new Map(
  knownProviders.map(({ provider, displayName }) => [provider, displayName]),
);

/** The name a person uses; an unknown provider (a self-hosted server's host) is its own name. */
export function providerDisplayName(provider: string): string {
  return displayNames.get(provider) ?? provider;
}
