import { describe, expect, it } from 'vitest';
import { anthropicMessages } from './anthropic-messages.ts';
import { readPieces, readStream, sse } from './streams.fixture.ts';

const start = {
  type: 'message_start',
  message: { id: 'msg_1', usage: { input_tokens: 3, output_tokens: 1 } },
};
const delta = (content: object): object => ({ type: 'content_block_delta', index: 0, delta: content });
const block = (content: object): object => ({
  type: 'content_block_start',
  index: 0,
  content_block: content,
});
const end = [
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 7 } },
  { type: 'message_stop' },
];

describe('Anthropic Messages', () => {
  it.each([
    ['text', delta({ type: 'text_delta', text: 'x' })],
    ['thinking', delta({ type: 'thinking_delta', thinking: 'x' })],
    ['the name of a tool', block({ type: 'tool_use', id: 't1', name: 'f', input: {} })],
    ['a tool of a server', block({ type: 'server_tool_use', id: 't1', name: 'web_search', input: {} })],
    ['the result of a tool', block({ type: 'web_search_tool_result', tool_use_id: 't1', content: [] })],
    ['thinking nobody may read', block({ type: 'redacted_thinking', data: 'x' })],
  ])('takes %s for first content', (_, event) => {
    expect(readPieces(anthropicMessages, [sse(start), sse(event), sse(...end)]).firstAt).toBe(1);
  });

  it.each([
    ['a ping', { type: 'ping' }],
    ['an empty block', block({ type: 'text', text: '' })],
    ['a signature', delta({ type: 'signature_delta', signature: 'abc' })],
    ['the end of a block', { type: 'content_block_stop', index: 0 }],
  ])('does not take %s for content', (_, event) => {
    expect(readStream(anthropicMessages, sse(start, event, ...end))).toMatchObject({
      protocol: 'complete',
      hasContent: false,
    });
  });

  it('does not take a count of tool uses for one', () => {
    const usage = { input_tokens: 3, server_tool_use: { web_search_requests: 0 } };
    expect(
      readStream(anthropicMessages, sse({ type: 'message_start', message: { usage } }, ...end)),
    ).toMatchObject({ hasContent: false });
  });

  it.each([
    ['refusal', true],
    ['model_context_window_exceeded', false],
    ['pause_turn', false],
  ])('reads the stop reason %s', (stopReason, filtered) => {
    const stop = { type: 'message_delta', delta: { stop_reason: stopReason }, usage: { output_tokens: 1 } };
    const stream = sse(start, delta({ type: 'text_delta', text: 'x' }), stop, { type: 'message_stop' });
    expect(readStream(anthropicMessages, stream)).toMatchObject({
      protocol: 'complete',
      finishReasons: [stopReason],
      filtered,
    });
  });

  it('reads an error event in the middle of a stream, whatever came before', () => {
    const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    const stream = sse(start, delta({ type: 'text_delta', text: 'x' }), error);
    expect(readStream(anthropicMessages, stream)).toMatchObject({
      hasContent: true,
      protocol: 'incomplete',
      error: { type: 'overloaded_error' },
    });
  });
});
