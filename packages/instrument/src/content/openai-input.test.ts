import { describe, expect, it } from 'vitest';
import { inputMessagesIn } from './input-messages.ts';
import type { Message, Part } from './message.ts';
import { brief, parts, png, said } from './messages.fixture.ts';

describe('what a request to OpenAI and its like says', () => {
  it.each<readonly [string, unknown, readonly Message[], (readonly Part[])?]>([
    [
      'OpenAI chat',
      {
        messages: [
          { role: 'system', content: 'be brief' },
          { role: 'user', name: 'ann', content: [{ type: 'text', text: 'hello' }] },
          { role: 'assistant', content: null, refusal: 'no' },
        ],
      },
      [
        said('system', { type: 'text', content: 'be brief' }),
        { role: 'user', name: 'ann', parts: [parts.hello] },
        said('assistant', parts.refusal),
      ],
    ],
    [
      'tools of OpenAI chat',
      {
        messages: [
          {
            role: 'assistant',
            tool_calls: [
              { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
              { id: 'c2', type: 'custom', custom: { name: 'shell', input: 'ls' } },
            ],
          },
          { role: 'tool', tool_call_id: 'c1', content: 'rain' },
          { role: 'function', name: 'old', content: 'sun' },
        ],
      },
      [
        said(
          'assistant',
          { type: 'tool_call', id: 'c1', name: 'weather', arguments: { city: 'Oslo' } },
          { type: 'tool_call', id: 'c2', name: 'shell', arguments: 'ls' },
        ),
        said('tool', { type: 'tool_call_response', id: 'c1', response: 'rain' }),
        said('tool', { type: 'tool_call_response', name: 'old', response: 'sun' }),
      ],
    ],
    [
      'media of OpenAI chat',
      {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } },
              { type: 'image_url', image_url: { url: 'https://a.test/cat.png' } },
              { type: 'input_audio', input_audio: { data: png, format: 'wav' } },
              { type: 'file', file: { file_id: 'f1' } },
              { type: 'file', file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${png}` } },
            ],
          },
          { role: 'assistant', audio: { id: 'audio1' } },
        ],
      },
      [
        said(
          'user',
          parts.png,
          { type: 'uri', modality: 'image', uri: 'https://a.test/cat.png' },
          { type: 'blob', modality: 'audio', mime_type: 'audio/wav', size: 300 },
          { type: 'file', modality: 'document', file_id: 'f1' },
          { type: 'blob', modality: 'document', mime_type: 'application/pdf', size: 300 },
        ),
        said('assistant', { type: 'file', modality: 'audio', file_id: 'audio1' }),
      ],
    ],
    [
      'legacy completions',
      { prompt: ['hello', 'hello'] },
      [said('user', parts.hello), said('user', parts.hello)],
    ],
    ['a prompt of tokens', { prompt: [1, 2, 3] }, [said('user', { type: 'tokens', count: 3 })]],
    [
      'OpenAI responses, a text',
      { input: 'hello', instructions: 'be brief' },
      [said('user', parts.hello)],
      brief,
    ],
    [
      'OpenAI responses, items',
      {
        input: [
          { role: 'user', content: [{ type: 'input_text', text: 'hello' }] },
          {
            type: 'message',
            role: 'user',
            content: [
              { type: 'input_image', image_url: `data:image/png;base64,${png}` },
              { type: 'input_image', file_id: 'f1' },
              { type: 'input_file', file_url: 'https://a.test/b.pdf' },
            ],
          },
          { type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }], encrypted_content: 'x' },
          { type: 'reasoning', summary: [], encrypted_content: 'x' },
          { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{"city":"Oslo"}' },
          { type: 'function_call_output', call_id: 'c1', output: [{ type: 'input_text', text: 'rain' }] },
          {
            type: 'computer_call_output',
            call_id: 'c2',
            output: { type: 'computer_screenshot', image_url: `data:image/png;base64,${png}` },
          },
        ],
      },
      [
        said('user', parts.hello),
        said(
          'user',
          parts.png,
          { type: 'file', modality: 'image', file_id: 'f1' },
          { type: 'uri', modality: 'document', uri: 'https://a.test/b.pdf' },
        ),
        said('assistant', { type: 'reasoning', content: 'hm' }),
        said('assistant', { type: 'tool_call', id: 'c1', name: 'weather', arguments: { city: 'Oslo' } }),
        said('tool', { type: 'tool_call_response', id: 'c1', response: 'rain' }),
        said('tool', {
          type: 'computer_call_output',
          call_id: 'c2',
          output: { type: 'computer_screenshot', image_url: '[image/png, 300 bytes]' },
        }),
      ],
    ],
    [
      'a stored prompt of OpenAI responses',
      { prompt: { id: 'p1', variables: { city: 'Oslo' } } },
      [said('user', { type: 'other', content: { id: 'p1', variables: { city: 'Oslo' } } })],
    ],
  ])('%s', (_, body, messages, systemInstructions) => {
    expect(inputMessagesIn(body)).toEqual({ systemInstructions, messages });
  });
});
