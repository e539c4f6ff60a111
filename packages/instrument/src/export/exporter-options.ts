import { createExportAgent, hasOwnCertificates } from './export-agent.ts';

/** Also bounds how long an exporter's own timer can keep a finished app alive. */
const exportTimeoutMs = 2000;

/** By number: `localhost` may mean ::1, where a collector that binds 127.0.0.1 does not listen. */
const defaultBase = 'http://127.0.0.1:4318';

export type Signal = 'traces' | 'metrics';

interface ExporterOptions {
  readonly url?: string;
  readonly httpAgentOptions?: typeof createExportAgent;
  readonly timeoutMillis?: number;
}

/** What the environment leaves open; the exporter itself reads the `OTEL_EXPORTER_OTLP_*` variables. */
export function exporterOptions(signal: Signal, env: NodeJS.ProcessEnv): ExporterOptions {
  const own = `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}`;
  const hasEndpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT || env[`${own}_ENDPOINT`];
  const hasTimeout = env.OTEL_EXPORTER_OTLP_TIMEOUT || env[`${own}_TIMEOUT`];
  return {
    ...(hasEndpoint ? {} : { url: `${defaultBase}/v1/${signal}` }),
    ...(hasOwnCertificates(env, own) ? {} : { httpAgentOptions: createExportAgent }),
    ...(hasTimeout ? {} : { timeoutMillis: exportTimeoutMs }),
  };
}

/** A sentence for the user where the environment asks for a protocol that is not spoken here; undefined when all is well. */
export function protocolProblem(env: NodeJS.ProcessEnv): string | undefined {
  const names = [
    'OTEL_EXPORTER_OTLP_PROTOCOL',
    'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
    'OTEL_EXPORTER_OTLP_METRICS_PROTOCOL',
  ];
  const name = names.find((candidate) => env[candidate]?.trim().toLowerCase() === 'grpc');
  return (
    name &&
    `${name}=grpc: this exporter speaks http/protobuf; point the endpoint at the HTTP port (4318), not at gRPC's`
  );
}

/** `OTEL_TRACES_EXPORTER=none`, `OTEL_METRICS_EXPORTER=none`. */
export function isSwitchedOff(signal: Signal, env: NodeJS.ProcessEnv): boolean {
  return env[`OTEL_${signal.toUpperCase()}_EXPORTER`]?.trim().toLowerCase() === 'none';
}
