import { describe, expect, it } from 'vitest';
import { logsNow, onlyLoggedCall, recordOf } from '../record.fixture.ts';
import { endedAtNs } from '../span.fixture.ts';

const prompt = { 'session.id': 's-1', prompt_id: 'p-1', auth_type: 'gemini-api-key' };
const trace = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) };
const asked = (model: string, msAgo: number, spanId = trace.spanId) =>
  recordOf(
    'gemini_cli.api_request',
    { ...prompt, model },
    { ...trace, spanId, timeUnixNano: endedAtNs - BigInt(msAgo) * 1_000_000n },
  );
const answer = {
  ...prompt,
  model: 'gemini-2.5-flash-preview-09-2025',
  duration_ms: 180,
  status_code: 200,
  input_token_count: 210,
  output_token_count: 55,
  cached_content_token_count: 64,
  thoughts_token_count: 22,
  total_token_count: 287,
  finish_reasons: ['stop'],
};

describe("Gemini CLI's log records", () => {
  it('name the model asked for when a request goes out, and the one that answered when it ends', () => {
    expect(
      logsNow([asked('gemini-2.5-flash', 180), recordOf('gemini_cli.api_response', answer)]).calls,
    ).toMatchObject([
      {
        source: 'gemini_cli',
        provider: 'gcp.gemini',
        model: 'gemini-2.5-flash',
        responseModel: 'gemini-2.5-flash-preview-09-2025',
        httpStatus: 200,
        outcome: 'ok',
        inputTokens: 210,
        outputTokens: 77,
        reasoningTokens: 22,
        durationMs: 180,
        traceId: trace.traceId,
      },
    ]);
  });

  it('belong to the request that began when they say, of two under way', () => {
    const slow = asked('gemini-2.5-pro', 900, '11'.repeat(8));
    const fast = asked('gemini-2.5-flash', 180);
    const slowAnswer = { ...answer, model: 'gemini-2.5-pro', duration_ms: 900 };
    const rows = logsNow([
      slow,
      fast,
      recordOf('gemini_cli.api_response', answer),
      recordOf('gemini_cli.api_response', slowAnswer),
    ]);
    expect(rows.calls.map(({ model, durationMs }) => [model, durationMs])).toEqual([
      ['gemini-2.5-flash', 180],
      ['gemini-2.5-pro', 900],
    ]);
  });

  it('tell a failure with its status', () => {
    const failed = {
      ...prompt,
      model: 'gemini-2.5-flash',
      duration_ms: 74,
      status_code: 400,
      'error.type': 'ApiError',
    };
    const message = '{"error":{"code":400,"message":"The input token count exceeds the maximum"}}';
    const record = recordOf('gemini_cli.api_error', { ...failed, 'error.message': message });
    expect(onlyLoggedCall(asked('gemini-2.5-flash', 74), record)).toMatchObject({
      outcome: 'caller_error',
      httpStatus: 400,
      errorType: 'ApiError',
      traceId: trace.traceId,
    });
  });

  it('of a request that failed and of its retry in the same span are two calls', () => {
    const failed = { ...prompt, model: 'gemini-2.5-flash', duration_ms: 80, status_code: 503 };
    const rows = logsNow([
      asked('gemini-2.5-flash', 300),
      recordOf('gemini_cli.api_error', failed, { timeUnixNano: endedAtNs - 220_000_000n }),
      asked('gemini-2.5-flash', 180),
      recordOf('gemini_cli.api_response', answer),
    ]);
    expect(rows.calls.map(({ outcome }) => outcome)).toEqual(['vendor_error', 'ok']);
    expect(new Set(rows.calls.map(({ spanId }) => spanId)).size).toBe(2);
  });

  it('without a session or a prompt belong to nobody else', () => {
    const { 'session.id': _s, prompt_id: _p, ...anonymous } = answer;
    const elsewhere = recordOf('gemini_cli.api_request', { model: 'gemini-2.5-pro' }, trace);
    const { calls } = logsNow([elsewhere, recordOf('gemini_cli.api_response', anonymous)]);
    expect(calls).toMatchObject([{ model: '' }]);
    expect(calls[0]?.traceId).not.toBe(trace.traceId);
  });

  it("of its forks are read alike, and the conventions' event beside them is no second call", () => {
    const qwen = {
      ...prompt,
      model: 'qwen3-coder-plus',
      duration_ms: 180,
      input_token_count: 5,
      output_token_count: 7,
    };
    const details = {
      'gen_ai.operation.name': 'generate_content',
      'gen_ai.response.model': 'qwen3-coder-plus',
    };
    const scope = { name: 'qwen-code', version: '' };
    const event = recordOf('gen_ai.client.inference.operation.details', details, { scope });
    expect(onlyLoggedCall(recordOf('qwen-code.api_response', qwen), event)).toMatchObject({
      provider: 'alibaba_cloud',
      responseModel: 'qwen3-coder-plus',
      outputTokens: 7,
    });
  });
});
