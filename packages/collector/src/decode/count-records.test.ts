import { describe, expect, it } from 'vitest';
import { countRecords } from './count-records.ts';
import { DecodeError } from './decode-error.ts';

describe('countRecords', () => {
  it('counts log records over all resources and scopes, in JSON and protobuf', () => {
    const scope = { logRecords: [{ body: { stringValue: 'x' } }, {}] };
    const json = { resourceLogs: [{ scopeLogs: [scope, scope] }, { scopeLogs: [{ logRecords: [{}] }] }] };
    expect(countRecords(Buffer.from(JSON.stringify(json)), 'json', 'logs')).toBe(5);
    // resource_logs { scope_logs { log_records {} log_records {} } resource {} }
    const body = Buffer.from([0x0a, 8, 0x12, 4, 0x12, 0, 0x12, 0, 0x0a, 0]);
    expect(countRecords(body, 'protobuf', 'logs')).toBe(2);
  });

  it('counts metrics, not their data points', () => {
    const metric = { name: 'm', sum: { dataPoints: [{}, {}, {}] } };
    const json = { resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] };
    expect(countRecords(Buffer.from(JSON.stringify(json)), 'json', 'metrics')).toBe(1);
  });

  it('raises a DecodeError for a broken envelope', () => {
    expect(() => countRecords(Buffer.from([0x0a, 9, 0]), 'protobuf', 'logs')).toThrow(DecodeError);
    expect(() => countRecords(Buffer.from('{"resourceLogs":1}'), 'json', 'logs')).toThrow(DecodeError);
  });
});
