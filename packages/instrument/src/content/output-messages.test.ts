import { describe, expect, it } from 'vitest';
import type { OutputMessage } from './message.ts';
import { answered, parts, png } from './messages.fixture.ts';
import { outputMessagesIn } from './output-messages.ts';

describe('what an answer says, by protocol', () => {
  it.each<readonly [string, unknown, readonly OutputMessage[]]>([
    [
      'OpenAI chat',
      {
        choices: [
          {
            index: 0,
            message: { role: 'assistant', content: 'hello', refusal: null },
            finish_reason: 'stop',
          },
          {
            index: 1,
            message: {
              role: 'assistant',
              content: null,
              reasoning_content: 'hm',
              tool_calls: [
                { id: 't1', type: 'function', function: { name: 'w', arguments: '{"city":"Oslo"}' } },
              ],
            },
            finish_reason: 'tool_calls',
          },
          { index: 2, message: { role: 'assistant', refusal: 'no' }, finish_reason: 'content_filter' },
        ],
      },
      [
        answered('stop', parts.hello),
        answered('tool_calls', parts.thought, parts.call),
        answered('content_filter', parts.refusal),
      ],
    ],
    [
      'spoken OpenAI chat',
      {
        choices: [{ message: { audio: { id: 'a', data: png, transcript: 'hello' } }, finish_reason: 'stop' }],
      },
      [answered('stop', { type: 'blob', modality: 'audio', size: 300, transcript: 'hello' })],
    ],
    [
      'a blank answer',
      { choices: [{ message: { content: '' }, finish_reason: 'stop' }] },
      [answered('stop')],
    ],
    [
      'legacy completions',
      { choices: [{ text: 'hello', finish_reason: 'length' }] },
      [answered('length', parts.hello)],
    ],
    [
      'OpenAI responses',
      {
        object: 'response',
        status: 'completed',
        output: [
          { type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }] },
          { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'hello' }] },
          { type: 'message', role: 'assistant', content: [{ type: 'refusal', refusal: 'no' }] },
          { type: 'function_call', call_id: 't1', name: 'w', arguments: '{"city":"Oslo"}' },
          { type: 'image_generation_call', result: png },
        ],
      },
      [
        answered('completed', parts.thought, parts.hello, parts.refusal, parts.call, {
          type: 'blob',
          modality: 'image',
          size: 300,
        }),
      ],
    ],
    [
      'an incomplete answer of OpenAI responses',
      { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output: [] },
      [answered('max_output_tokens')],
    ],
    [
      'Anthropic, also on Bedrock',
      {
        type: 'message',
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm', signature: 's' },
          { type: 'text', text: 'hello' },
          { type: 'tool_use', id: 't1', name: 'w', input: { city: 'Oslo' } },
        ],
        stop_reason: 'tool_use',
      },
      [answered('tool_use', parts.thought, parts.hello, parts.call)],
    ],
    [
      'Gemini',
      {
        candidates: [
          {
            content: { role: 'model', parts: [{ text: 'hm', thought: true }, { text: 'hello' }] },
            finishReason: 'STOP',
          },
          { finishReason: 'SAFETY' },
        ],
      },
      [answered('STOP', parts.thought, parts.hello), answered('SAFETY')],
    ],
    [
      'Cohere',
      {
        id: 'c1',
        message: {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'hm' },
            { type: 'text', text: 'hello' },
          ],
        },
        finish_reason: 'COMPLETE',
      },
      [answered('COMPLETE', parts.thought, parts.hello)],
    ],
    [
      "Cohere's first version",
      { text: 'hello', generation_id: 'g', finish_reason: 'COMPLETE', tool_calls: null },
      [answered('COMPLETE', parts.hello)],
    ],
    [
      'Ollama chat',
      { message: { role: 'assistant', content: 'hello', thinking: 'hm' }, done: true, done_reason: 'stop' },
      [answered('stop', parts.thought, parts.hello)],
    ],
    [
      'Ollama generate',
      { response: 'hello', thinking: 'hm', done: true, done_reason: 'stop' },
      [answered('stop', parts.thought, parts.hello)],
    ],
    [
      'Bedrock Converse',
      {
        output: {
          message: {
            role: 'assistant',
            content: [
              { reasoningContent: { reasoningText: { text: 'hm' } } },
              { text: 'hello' },
              { toolUse: { toolUseId: 't1', name: 'w', input: { city: 'Oslo' } } },
            ],
          },
        },
        stopReason: 'tool_use',
      },
      [answered('tool_use', parts.thought, parts.hello, parts.call)],
    ],
    ['Llama on Bedrock', { generation: 'hello', stop_reason: 'stop' }, [answered('stop', parts.hello)]],
    [
      'Titan on Bedrock',
      { results: [{ outputText: 'hello', completionReason: 'FINISH' }] },
      [answered('FINISH', parts.hello)],
    ],
    [
      'older Mistral on Bedrock',
      { outputs: [{ text: 'hello', stop_reason: 'stop' }] },
      [answered('stop', parts.hello)],
    ],
    ['vectors', { data: [{ embedding: [1, 2] }] }, []],
    ['an error', { error: { message: 'no' } }, []],
    ['no answer at all', '<html>', []],
  ])('%s', (_, body, messages) => {
    expect(outputMessagesIn(body)).toEqual(messages);
  });
});
