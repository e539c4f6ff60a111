import { describe, expect, it } from 'vitest';
import { normaliseNow, onlyCall, spanOf } from '../span.fixture.ts';

const request = {
  'anthropic.provider': 'firstParty',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': 'claude-opus-4-8',
  model: 'claude-opus-4-8',
  success: true,
  attempt: 1,
  request_id: 'req_1',
};
const named = { name: 'claude_code.llm_request', kind: 1 };

describe('a request of Claude Code', () => {
  it('is one call with all its tokens', () => {
    const answer = {
      input_tokens: 5000,
      output_tokens: 66,
      cache_read_tokens: 300,
      cache_creation_tokens: 100,
      ttft_ms: 189,
      stop_reason: 'end_turn',
    };
    expect(onlyCall(spanOf({ ...request, ...answer }, named))).toMatchObject({
      source: 'claude_code',
      provider: 'anthropic',
      model: 'claude-opus-4-8',
      inputTokens: 5400,
      outputTokens: 66,
      timeToFirstChunkMs: 189,
      finishReason: 'end_turn',
      vendorRequestId: 'req_1',
      attempts: 1,
      outcome: 'ok',
    });
  });

  it.each([
    ['overloaded', 529, { status_code: 529, error: 'Overloaded', error_class: 'server_overload' }],
    ['timeout', null, { error: 'Request timed out.', error_class: 'api_timeout' }],
  ])('ends as %s by its own words, without a span status', (outcome, httpStatus, words) => {
    const failed = onlyCall(spanOf({ ...request, success: false, attempt: 3, ...words }, named));
    expect(failed).toMatchObject({ outcome, httpStatus, attempts: 3, errorType: words.error_class });
  });

  it('goes to the cloud that the tool was set to', () => {
    expect(onlyCall(spanOf({ ...request, 'anthropic.provider': 'bedrock' }, named)).provider).toBe(
      'aws.bedrock',
    );
  });

  it('is none for the interaction around it', () => {
    const interaction = spanOf({ 'gen_ai.operation.name': 'chat' }, { name: 'claude_code.interaction' });
    expect(normaliseNow(interaction)).toMatchObject({ calls: [], dropped: { not_llm: 1 } });
  });
});
