import { describe, expect, it } from 'vitest';
import { answerInBody } from './answer-reader.ts';
import { openaiResponses } from './openai-responses.ts';
import { readPieces, readStream, sse } from './streams.fixture.ts';

const created = { type: 'response.created', response: { id: 'resp_1', status: 'in_progress', output: [] } };

describe('OpenAI Responses', () => {
  it.each([
    ['response.output_text.delta'],
    ['response.refusal.delta'],
    ['response.reasoning_summary_text.delta'],
    ['response.reasoning_text.delta'],
    ['response.function_call_arguments.delta'],
    ['response.custom_tool_call_input.delta'],
    ['response.audio.delta'],
  ])('takes a %s for first content', (type) => {
    const empty = sse({ type, item_id: 'i', delta: '' });
    const first = sse({ type, item_id: 'i', delta: 'x' });
    expect(readPieces(openaiResponses, [sse(created), empty, first]).firstAt).toBe(2);
  });

  it.each([
    ['completed', { status: 'completed' }, {}],
    [
      'incomplete',
      { status: 'incomplete', incomplete_details: { reason: 'content_filter' } },
      { filtered: true },
    ],
    [
      'failed',
      { status: 'failed', error: { code: 'server_error', message: 'x' } },
      { error: { code: 'server_error' } },
    ],
  ])('ends with response.%s', (name, response, expected) => {
    const stream = sse(created, {
      type: `response.${name}`,
      response: { id: 'resp_1', output: [], ...response },
    });
    expect(readStream(openaiResponses, stream)).toMatchObject({ protocol: 'complete', ...expected });
  });

  it('fails with an error event, whose fields lie flat', () => {
    const stream = sse(created, { type: 'error', code: 'server_error', message: 'x', param: null });
    expect(readStream(openaiResponses, stream)?.error).toMatchObject({ code: 'server_error', message: 'x' });
  });

  it('leaves usage unknown where it is null', () => {
    const body = { object: 'response', status: 'completed', output: [], usage: null };
    expect(answerInBody(openaiResponses, 200, body).usage).toBeUndefined();
  });
});
