import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTokens, senderHeaders } from './tokens.ts';

describe('tokens of the demo', () => {
  it('come from the environment or from files that it names', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'faultline-demo-')), 'token');
    writeFileSync(file, 'a-token-of-a-sender\n');
    const environment = { FAULTLINE_ACCESS_TOKEN: 'a-token-to-read', FAULTLINE_SENDER_TOKEN_FILE: file };
    expect(readTokens(environment)).toEqual({ access: 'a-token-to-read', sender: 'a-token-of-a-sender' });
    expect(readTokens({})).toEqual({ access: undefined, sender: undefined });
  });

  it('are missed by name', () => {
    expect(() => readTokens({ FAULTLINE_ACCESS_TOKEN_FILE: '/nowhere/token' })).toThrow(
      'FAULTLINE_ACCESS_TOKEN_FILE: expected a readable file, got "/nowhere/token"',
    );
  });

  it('travel as the header of an exporter, encoded as OpenTelemetry wants it', () => {
    expect(senderHeaders({ access: undefined, sender: 'a+b=c' })).toEqual({
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20a%2Bb%3Dc',
    });
    expect(senderHeaders({ access: undefined, sender: undefined })).toEqual({});
  });
});
