import { describe, expect, it } from 'vitest';
import { DecodeError } from './decode-error.ts';
import { decodeTraces } from './decode-traces.ts';
import { KeySet } from './key-set.ts';
import type { TraceBatch } from './span.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

function decode(text: string): TraceBatch {
  return decodeTraces(Buffer.from(text), 'json', new KeySet(['n', 'd']));
}

function around(span: Record<string, unknown>): string {
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ traceId, spanId, ...span }] }] }] });
}

function errorOf(text: string): string {
  try {
    decode(text);
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
  return 'decoded';
}

describe('a trace export in JSON', () => {
  it('takes ids of any case, integers as numbers, enum names and non-finite doubles as strings', () => {
    const { spans } = decode(
      around({
        traceId: traceId.toUpperCase(),
        spanId: spanId.toUpperCase(),
        kind: 'SPAN_KIND_CLIENT',
        endTimeUnixNano: 1782086403000,
        status: { code: 'STATUS_CODE_ERROR' },
        attributes: [
          { key: 'n', value: { intValue: 7 } },
          { key: 'd', value: { doubleValue: '-Infinity' } },
        ],
      }),
    );
    expect(spans[0]).toMatchObject({ traceId, spanId, kind: 3, statusCode: 2, endUnixNano: 1782086403000n });
    expect([...(spans[0]?.attributes ?? [])].map(([, value]) => value)).toEqual([
      7,
      Number.NEGATIVE_INFINITY,
    ]);
  });

  it('ignores unknown keys, null, unknown enum names and snake_case keys, which OTLP does not know', () => {
    const odd = {
      name: null,
      kind: 'constructor',
      span_kind: 3,
      somethingNew: { deep: [1] },
      attributes: null,
    };
    expect(decode(around(odd)).spans[0]).toMatchObject({ name: '', kind: 0 });
    expect(decode('{"resource_spans": [{}]}').spans).toEqual([]);
  });

  it('rejects a span whose ids are base64, as other proto3 JSON has them', () => {
    expect(decode(around({ traceId: 'CvdlGRbNQ92ESOshHIAxnA==' }))).toMatchObject({
      rejectedSpans: 1,
      rejectedReason: 'trace_id is not hexadecimal',
    });
  });

  it.each([
    ['', 'the body is not valid JSON'],
    ['{"resourceSpans":[', 'the body is not valid JSON'],
    ['[]', 'the body: expected an object, got an array'],
    ['{"resourceSpans":{}}', 'resourceSpans: expected an array, got an object'],
    [
      '{"resourceSpans":[{},{"resource":"x"}]}',
      'resourceSpans[1].resource: expected an object, got a string',
    ],
    [
      '{"resourceSpans":[{"scopeSpans":[{"spans":[3]}]}]}',
      'resourceSpans[0].scopeSpans[0].spans[0]: expected an object, got a number',
    ],
    [
      around({ kind: {} }),
      'resourceSpans[0].scopeSpans[0].spans[0].kind: expected an integer, got an object',
    ],
    [
      around({ endTimeUnixNano: 'soon' }),
      'resourceSpans[0].scopeSpans[0].spans[0].endTimeUnixNano: expected nanoseconds as a decimal string',
    ],
    [
      '{"resourceSpans":[{"resource":{"attributes":[{"key":"n","value":{"intValue":"x"}}]}}]}',
      'resourceSpans[0].resource.attributes[0].value.intValue: expected a number, got a string',
    ],
    ['['.repeat(1001), 'the body nests deeper than 1000, at byte 1000'],
  ])('names the place of what is wrong in %.60s', (text, message) => {
    expect(errorOf(text)).toBe(message);
  });

  it('never quotes the body in its message', () => {
    expect(errorOf('{"prompt": "my secret" oops')).not.toContain('secret');
  });

  it('does not mistake brackets inside strings for nesting', () => {
    expect(decode(around({ name: `\\"${'['.repeat(2000)}\\` })).spans).toHaveLength(1);
  });
});
