import { expect, it } from 'vitest';
import { ownEnvironment } from './environment.ts';

it("keeps a demo's outage out of the database, webhooks and backend that this machine is set up for", () => {
  const environment = {
    PATH: '/usr/bin',
    FAULTLINE_CLICKHOUSE_URL: 'http://clickhouse:8123',
    FAULTLINE_LISTEN_HOST: '0.0.0.0',
    OTEL_SDK_DISABLED: 'true',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://otlp.example.com',
  };
  expect(ownEnvironment(environment)).toEqual({ PATH: '/usr/bin' });
});

it('keeps what leads to a collector behind TLS', () => {
  const environment = { OTEL_EXPORTER_OTLP_CERTIFICATE: '/etc/ca.pem', OTEL_EXPORTER_OTLP_HEADERS: 'x=y' };
  expect(ownEnvironment(environment)).toEqual(environment);
});
