import { describe, expect, it } from 'vitest';
import type { OutputMessage } from './message.ts';
import { answered, parts, png } from './messages.fixture.ts';
import { outputMessagesIn, outputMessagesOf } from './output-messages.ts';

describe('what a stream says, by protocol', () => {
  const block = (index: number, contentBlock: object): object => ({
    type: 'content_block_start',
    index,
    content_block: contentBlock,
  });
  const blockDelta = (index: number, delta: object): object => ({
    type: 'content_block_delta',
    index,
    delta,
  });
  const choice = (delta: object, index = 0): object => ({ choices: [{ index, delta, finish_reason: null }] });
  const toolDelta = (index: number | undefined, id: string | undefined, name: string, json: string): object =>
    choice({ tool_calls: [{ index, id, function: { name, arguments: json } }] });
  const cohere = (type: string, index: number, message: object): object => ({
    type,
    index,
    delta: { message },
  });

  it.each<readonly [string, readonly unknown[], readonly OutputMessage[]]>([
    [
      'OpenAI chat with two choices',
      [
        choice({ role: 'assistant', content: '' }),
        choice({ reasoning_content: 'h' }),
        choice({ reasoning_content: 'm' }),
        choice({ content: 'hel' }),
        choice({ content: 'no' }, 1),
        choice({ content: 'lo' }),
        { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
        { choices: [], usage: { prompt_tokens: 1 } },
        '[DONE]',
      ],
      [answered('stop', parts.thought, parts.hello), answered('unknown', { type: 'text', content: 'no' })],
    ],
    [
      'tool calls of OpenAI chat',
      [
        toolDelta(0, 't1', 'w', ''),
        toolDelta(0, undefined, '', '{"city"'),
        toolDelta(1, 't2', 'x', '{}'),
        toolDelta(0, undefined, '', ':"Oslo"}'),
        { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] },
      ],
      [answered('tool_calls', parts.call, { type: 'tool_call', id: 't2', name: 'x', arguments: {} })],
    ],
    [
      'tool calls that all have the same index, or none',
      [
        toolDelta(0, 't1', 'w', '{"city":"Oslo"}'),
        toolDelta(0, 't2', 'x', '{}'),
        toolDelta(undefined, 't3', 'y', '{}'),
      ],
      [
        answered(
          'unknown',
          parts.call,
          { type: 'tool_call', id: 't2', name: 'x', arguments: {} },
          { type: 'tool_call', id: 't3', name: 'y', arguments: {} },
        ),
      ],
    ],
    [
      'a tool call that broke off',
      [toolDelta(0, 't1', 'w', '{"ci')],
      [answered('unknown', { type: 'tool_call', id: 't1', name: 'w', arguments: '{"ci' })],
    ],
    [
      'a refusal of OpenAI chat',
      [choice({ refusal: 'n' }), choice({ refusal: 'o' })],
      [answered('unknown', parts.refusal)],
    ],
    [
      'Mistral, thinking',
      [
        choice({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'h' }] }] }),
        choice({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'm' }] }] }),
        choice({ content: 'hel' }),
        choice({ content: [{ type: 'text', text: 'lo' }] }),
      ],
      [answered('unknown', parts.thought, parts.hello)],
    ],
    [
      'legacy completions',
      [
        { choices: [{ index: 0, text: 'hel' }] },
        { choices: [{ index: 0, text: 'lo', finish_reason: 'stop' }] },
      ],
      [answered('stop', parts.hello)],
    ],
    [
      'Anthropic, also on Bedrock',
      [
        { type: 'message_start', message: { role: 'assistant', content: [], usage: { input_tokens: 1 } } },
        block(0, { type: 'thinking', thinking: '', signature: '' }),
        blockDelta(0, { type: 'thinking_delta', thinking: 'hm' }),
        blockDelta(0, { type: 'signature_delta', signature: 'abc' }),
        block(1, { type: 'text', text: '' }),
        { type: 'ping' },
        blockDelta(1, { type: 'text_delta', text: 'hel' }),
        blockDelta(1, { type: 'text_delta', text: 'lo' }),
        block(2, { type: 'tool_use', id: 't1', name: 'w', input: {} }),
        blockDelta(2, { type: 'input_json_delta', partial_json: '' }),
        blockDelta(2, { type: 'input_json_delta', partial_json: '{"city":' }),
        blockDelta(2, { type: 'input_json_delta', partial_json: '"Oslo"}' }),
        block(3, { type: 'tool_use', id: 't2', name: 'now', input: {} }),
        { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 5 } },
        { type: 'message_stop' },
      ],
      [
        answered('tool_use', parts.thought, parts.hello, parts.call, {
          type: 'tool_call',
          id: 't2',
          name: 'now',
          arguments: {},
        }),
      ],
    ],
    [
      'OpenAI responses, to the end',
      [
        { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: 'hel' },
        {
          type: 'response.completed',
          response: {
            status: 'completed',
            output: [{ type: 'message', content: [{ type: 'output_text', text: 'hello' }] }],
          },
        },
      ],
      [answered('completed', parts.hello)],
    ],
    [
      'OpenAI responses, broken off',
      [
        { type: 'response.created', response: { status: 'in_progress', output: [] } },
        { type: 'response.output_item.added', output_index: 0, item: { type: 'reasoning', summary: [] } },
        { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'h' },
        { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'm' },
        { type: 'response.output_item.added', output_index: 1, item: { type: 'message', content: [] } },
        { type: 'response.output_text.delta', output_index: 1, content_index: 0, delta: 'hel' },
        { type: 'response.output_text.delta', output_index: 1, content_index: 0, delta: 'lo' },
        { type: 'response.refusal.delta', output_index: 1, content_index: 1, delta: 'no' },
        {
          type: 'response.output_item.added',
          output_index: 2,
          item: { type: 'function_call', call_id: 't1', name: 'w', arguments: '' },
        },
        { type: 'response.function_call_arguments.delta', output_index: 2, delta: '{"city":' },
        { type: 'response.function_call_arguments.delta', output_index: 2, delta: '"Oslo"}' },
      ],
      [answered('unknown', parts.thought, parts.hello, parts.refusal, parts.call)],
    ],
    [
      'Gemini',
      [
        { candidates: [{ content: { role: 'model', parts: [{ text: 'hm', thought: true }] } }] },
        { candidates: [{ content: { role: 'model', parts: [{ text: 'hel' }] } }] },
        { candidates: [{ index: 1, content: { parts: [{ text: 'no' }] } }] },
        { candidates: [{ content: { parts: [{ text: 'lo' }] } }] },
        {
          candidates: [
            {
              content: { parts: [{ functionCall: { id: 't1', name: 'w', args: { city: 'Oslo' } } }] },
              finishReason: 'STOP',
            },
          ],
        },
        { usageMetadata: { totalTokenCount: 3 } },
      ],
      [
        answered('STOP', parts.thought, parts.hello, parts.call),
        answered('unknown', { type: 'text', content: 'no' }),
      ],
    ],
    [
      'Cohere',
      [
        {
          type: 'message-start',
          id: 'c1',
          delta: { message: { role: 'assistant', content: [], tool_calls: [] } },
        },
        cohere('tool-plan-delta', 0, { tool_plan: 'hm' }),
        cohere('content-start', 0, { content: { type: 'text', text: '' } }),
        cohere('content-delta', 0, { content: { text: 'hel' } }),
        cohere('content-delta', 0, { content: { text: 'lo' } }),
        cohere('tool-call-start', 0, { tool_calls: { id: 't1', function: { name: 'w', arguments: '' } } }),
        cohere('tool-call-delta', 0, { tool_calls: { function: { arguments: '{"city":"Oslo"}' } } }),
        { type: 'message-end', delta: { finish_reason: 'TOOL_CALL' } },
      ],
      [answered('TOOL_CALL', parts.thought, parts.hello, parts.call)],
    ],
    [
      "Cohere's first version",
      [
        { event_type: 'stream-start' },
        { event_type: 'text-generation', text: 'hel' },
        { event_type: 'text-generation', text: 'lo' },
        { event_type: 'stream-end', finish_reason: 'COMPLETE', response: { text: 'hello' } },
      ],
      [answered('COMPLETE', parts.hello)],
    ],
    [
      'Bedrock Converse',
      [
        { role: 'assistant', p: 'abc' },
        { contentBlockIndex: 0, delta: { reasoningContent: { text: 'hm' } } },
        { contentBlockIndex: 0, delta: { reasoningContent: { signature: 's' } } },
        { contentBlockIndex: 1, delta: { text: 'hel' } },
        { contentBlockIndex: 1, delta: { text: 'lo' } },
        { contentBlockIndex: 2, start: { toolUse: { toolUseId: 't1', name: 'w' } } },
        { contentBlockIndex: 2, delta: { toolUse: { input: '{"city":' } } },
        { contentBlockIndex: 2, delta: { toolUse: { input: '"Oslo"}' } } },
        { contentBlockIndex: 2 },
        { stopReason: 'tool_use' },
        { usage: { inputTokens: 1 } },
      ],
      [answered('tool_use', parts.thought, parts.hello, parts.call)],
    ],
    [
      'Nova on Bedrock',
      [
        { messageStart: { role: 'assistant' } },
        { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'hel' } } },
        { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'lo' } } },
        { messageStop: { stopReason: 'end_turn' } },
        { metadata: { usage: { inputTokens: 1 } } },
      ],
      [answered('end_turn', parts.hello)],
    ],
    [
      'Ollama chat',
      [
        { message: { role: 'assistant', content: '', thinking: 'hm' }, done: false },
        { message: { role: 'assistant', content: 'hel' }, done: false },
        { message: { role: 'assistant', content: 'lo' }, done: false },
        { message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop' },
      ],
      [answered('stop', parts.thought, parts.hello)],
    ],
    [
      'Ollama generate',
      [
        { response: 'hel', done: false },
        { response: 'lo', done: false },
        { response: '', done: true, done_reason: 'stop', context: [1] },
      ],
      [answered('stop', parts.hello)],
    ],
    [
      'Llama on Bedrock',
      [
        { generation: 'hel', stop_reason: null },
        { generation: 'lo', stop_reason: 'length', 'amazon-bedrock-invocationMetrics': {} },
      ],
      [answered('length', parts.hello)],
    ],
    ['no stream at all', ['[DONE]', null, 7], []],
  ])('%s', (_, events, messages) => {
    expect(outputMessagesOf(events)).toEqual(messages);
  });

  it('reads a stream that came as one list', () => {
    const chunk = (text: string): object => ({ candidates: [{ content: { parts: [{ text }] } }] });
    expect(outputMessagesIn([chunk('hel'), chunk('lo')])).toEqual([answered('unknown', parts.hello)]);
  });

  it('keeps the size of an image that arrives in pieces of text', () => {
    const text = `![cat](data:image/png;base64,${png})`;
    const events = [text.slice(0, 100), text.slice(100)].map((content) => choice({ content }));
    expect(outputMessagesOf(events)[0]?.parts).toEqual([
      { type: 'text', content: '![cat]([image/png, 300 bytes])' },
    ]);
  });
});
