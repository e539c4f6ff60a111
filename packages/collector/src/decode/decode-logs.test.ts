import { describe, expect, it } from 'vitest';
import { DecodeError } from './decode-error.ts';
import { decodeLogs } from './decode-logs.ts';
import { KeySet } from './key-set.ts';
import { encodeLogsWithProtobufjs } from './otlp-schema.fixture.ts';

const wanted = new KeySet(['event.name', 'model', 'service.name']);
const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';
const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });

function decoded(encoding: 'protobuf' | 'json', ...logRecords: Record<string, unknown>[]) {
  const resource = { attributes: [attribute('service.name', 'checkout'), attribute('host.name', 'vm')] };
  const request = {
    resourceLogs: [{ resource, scopeLogs: [{ scope: { name: 'agent', version: '1' }, logRecords }] }],
  };
  const body = encoding === 'json' ? Buffer.from(JSON.stringify(request)) : encodeLogsWithProtobufjs(request);
  return decodeLogs(body, encoding, wanted);
}

describe.each(['protobuf', 'json'] as const)('log records in %s', (encoding) => {
  const ids =
    encoding === 'json'
      ? { traceId, spanId }
      : { traceId: Buffer.from(traceId, 'hex'), spanId: Buffer.from(spanId, 'hex') };

  it('are read with their ids, times and wanted attributes, and without their bodies', () => {
    const [record] = decoded(encoding, {
      timeUnixNano: '1782086400000000001',
      observedTimeUnixNano: '1782086400000000009',
      severityNumber: 9,
      severityText: 'INFO',
      body: { stringValue: 'a secret prompt' },
      eventName: 'api_request',
      attributes: [attribute('model', 'gpt-5'), attribute('prompt', 'a secret prompt')],
      flags: 1,
      ...ids,
    });
    expect(
      record && { ...record, attributes: [...record.attributes], resource: [...record.resource.attributes] },
    ).toEqual({
      eventName: 'api_request',
      timeUnixNano: 1782086400000000001n,
      attributes: [['model', 'gpt-5']],
      traceId,
      spanId,
      resource: [['service.name', 'checkout']],
      scope: { name: 'agent', version: '1' },
    });
  });

  it('happened when they were seen, where nobody says when', () => {
    expect(decoded(encoding, { observedTimeUnixNano: '17' })[0]?.timeUnixNano).toBe(17n);
    expect(decoded(encoding, {})[0]?.timeUnixNano).toBe(0n);
  });

  it('are named by the attribute first: the field may hold a place in the source', () => {
    const place = {
      eventName: 'event src/telemetry.rs:803',
      attributes: [attribute('event.name', 'codex.api_request')],
    };
    expect(decoded(encoding, place)[0]?.eventName).toBe('codex.api_request');
  });

  it('keep neither ids that are none nor a span without its trace', () => {
    const zeros = encoding === 'json' ? '0'.repeat(32) : Buffer.alloc(16);
    const records = decoded(
      encoding,
      { ...ids, traceId: zeros },
      { ...ids, spanId: encoding === 'json' ? 'ef' : Buffer.from([1]) },
    );
    expect(records.map((record) => [record.traceId, record.spanId])).toEqual([
      ['', ''],
      [traceId, ''],
    ]);
  });

  it('are as many as one request may bring, and no more', () => {
    expect(() => decoded(encoding, ...Array.from({ length: 50_001 }, () => ({})))).toThrow(DecodeError);
  });
});

it('a broken export of log records is a DecodeError that says where', () => {
  expect(() => decodeLogs(new Uint8Array([0x0a, 9]), 'protobuf', wanted)).toThrow(/ExportLogsServiceRequest/);
  const json = Buffer.from('{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"soon"}]}]}]}');
  expect(() => decodeLogs(json, 'json', wanted)).toThrow(/resourceLogs\[0\].*timeUnixNano/);
});
