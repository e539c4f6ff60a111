import { describe, expect, it } from 'vitest';
import { protocolProblem } from './exporter-options.ts';

describe('the protocol that the environment asks for', () => {
  it.each([{}, { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }])('is no problem: %j', (env) => {
    expect(protocolProblem(env)).toBeUndefined();
  });

  it.each(['OTEL_EXPORTER_OTLP_PROTOCOL', 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'])(
    'is named when it is not spoken here: %s',
    (name) => {
      expect(protocolProblem({ [name]: 'grpc' })).toMatch(`${name}=grpc`);
    },
  );
});
