type Environment = Readonly<Record<string, string | undefined>>;

/** What it takes to reach a collector over TLS, or through something that wants a header. */
const ofTheWay = /^OTEL_EXPORTER_OTLP_(CERTIFICATE|CLIENT_CERTIFICATE|CLIENT_KEY|HEADERS)$/;

/**
 * The environment for what the demo starts: without the settings that whoever runs it has for programs of their own. A
 * collector of ours that read FAULTLINE_CLICKHOUSE_URL would write an invented outage into a real database, one that
 * read FAULTLINE_WEBHOOK_URL would tell real people of it.
 */
export function ownEnvironment(environment: Environment): Environment {
  const kept = Object.entries(environment).filter(
    ([name]) => !/^(FAULTLINE|OTEL)_/.test(name) || ofTheWay.test(name),
  );
  return Object.fromEntries(kept);
}
