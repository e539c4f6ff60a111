import { describe, expect, it } from 'vitest';
import { logsNow, onlyLoggedCall, recordOf } from '../record.fixture.ts';

const fields = { scope: { name: 'com.anthropic.claude_code.events', version: '2.1.330' } };
const request = {
  'anthropic.provider': 'firstParty',
  model: 'claude-sonnet-4-5-20250929',
  input_tokens: '41',
  output_tokens: '66',
  cache_read_tokens: '300',
  cache_creation_tokens: '100',
  duration_ms: '288',
  ttft_ms: '191',
  request_id: 'req_1',
};

describe("Claude Code's log records", () => {
  it('tell a call with its tokens, and under the model that answered', () => {
    expect(onlyLoggedCall(recordOf('api_request', request, fields))).toMatchObject({
      source: 'claude_code',
      provider: 'anthropic',
      model: '',
      responseModel: 'claude-sonnet-4-5-20250929',
      outcome: 'ok',
      durationMs: 288,
      timeToFirstChunkMs: 191,
      inputTokens: 441,
      outputTokens: 66,
      vendorRequestId: 'req_1',
    });
    const { attempts } = logsNow([recordOf('api_request', request, fields)]);
    expect(attempts).toMatchObject([{ model: 'claude-sonnet-4-5-20250929', outcome: 'ok' }]);
  });

  it.each([
    [{ status_code: '529', error: 'Overloaded' }, 'overloaded', 529],
    [{ error: 'Request timed out.' }, 'timeout', null],
    [{ status_code: '401', error: 'invalid x-api-key' }, 'auth', 401],
    [{ error: 'Connection error.' }, 'network', null],
  ])('tell a failure: %j', (error, outcome, httpStatus) => {
    const failed = { model: 'claude-sonnet-4-5', duration_ms: 54, attempt: 1, ...error };
    expect(onlyLoggedCall(recordOf('claude_code.api_error', failed, fields))).toMatchObject({
      model: 'claude-sonnet-4-5',
      outcome,
      httpStatus,
      attempts: 1,
    });
  });

  it('of anything else are no calls', () => {
    expect(
      logsNow([recordOf('user_prompt', request, fields), recordOf('api_request', request)]),
    ).toMatchObject({
      calls: [],
      dropped: { not_llm: 2 },
    });
  });
});
