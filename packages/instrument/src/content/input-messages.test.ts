import { describe, expect, it } from 'vitest';
import { inputMessagesIn } from './input-messages.ts';
import type { Message, Part } from './message.ts';
import { brief, parts, png, said } from './messages.fixture.ts';

describe('what a request says, by protocol', () => {
  it.each<readonly [string, unknown, readonly Message[], (readonly Part[])?]>([
    [
      'Anthropic',
      {
        system: [{ type: 'text', text: 'be brief', cache_control: { type: 'ephemeral' } }],
        messages: [
          { role: 'user', content: 'hello' },
          {
            role: 'assistant',
            content: [
              { type: 'thinking', thinking: 'hm', signature: 's' },
              { type: 'redacted_thinking', data: png },
              { type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Oslo' } },
              { type: 'server_tool_use', id: 's1', name: 'web_search', input: { query: 'q' } },
              { type: 'web_search_tool_result', tool_use_id: 's1', content: [{ url: 'u' }] },
            ],
          },
          {
            role: 'user',
            content: [
              { type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: 'rain' }] },
              { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } },
              { type: 'document', source: { type: 'url', url: 'https://a.test/b.pdf' } },
              { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'hello' } },
              { type: 'image', source: { type: 'file', file_id: 'f1' } },
            ],
          },
        ],
      },
      [
        said('user', parts.hello),
        said(
          'assistant',
          { type: 'reasoning', content: 'hm' },
          { type: 'redacted_thinking' },
          { type: 'tool_call', id: 't1', name: 'weather', arguments: { city: 'Oslo' } },
          {
            type: 'server_tool_call',
            id: 's1',
            name: 'web_search',
            server_tool_call: { type: 'web_search', arguments: { query: 'q' } },
          },
          {
            type: 'server_tool_call_response',
            id: 's1',
            server_tool_call_response: { type: 'web_search_tool_result', content: [{ url: 'u' }] },
          },
        ),
        said(
          'user',
          { type: 'tool_call_response', id: 't1', response: 'rain' },
          parts.png,
          { type: 'uri', modality: 'document', uri: 'https://a.test/b.pdf' },
          parts.hello,
          { type: 'file', modality: 'image', file_id: 'f1' },
        ),
      ],
      brief,
    ],
    [
      'an image that a tool returned',
      {
        messages: [
          {
            role: 'user',
            content: [
              {
                type: 'tool_result',
                tool_use_id: 't1',
                content: [
                  { type: 'text', text: 'seen' },
                  { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } },
                ],
              },
            ],
          },
        ],
      },
      [
        said('user', {
          type: 'tool_call_response',
          id: 't1',
          response: [{ type: 'text', content: 'seen' }, parts.png],
        }),
      ],
    ],
    [
      'Gemini',
      {
        systemInstruction: { parts: [{ text: 'be brief' }] },
        contents: [
          { role: 'user', parts: [{ text: 'hello' }, { inlineData: { mimeType: 'image/png', data: png } }] },
          {
            role: 'model',
            parts: [
              { text: 'hm', thought: true },
              { functionCall: { name: 'weather', args: { city: 'Oslo' } }, thoughtSignature: png },
            ],
          },
          { role: 'function', parts: [{ functionResponse: { name: 'weather', response: { is: 'rain' } } }] },
          { parts: [{ file_data: { mime_type: 'video/mp4', file_uri: 'gs://b/o' } }] },
        ],
      },
      [
        said('user', parts.hello, parts.png),
        said(
          'assistant',
          { type: 'reasoning', content: 'hm' },
          { type: 'tool_call', name: 'weather', arguments: { city: 'Oslo' } },
        ),
        said('tool', { type: 'tool_call_response', name: 'weather', response: { is: 'rain' } }),
        said('user', { type: 'uri', modality: 'video', mime_type: 'video/mp4', uri: 'gs://b/o' }),
      ],
      brief,
    ],
    [
      'Cohere',
      {
        messages: [
          { role: 'user', content: 'hello' },
          {
            role: 'assistant',
            tool_plan: 'I will look',
            tool_calls: [{ id: 't1', type: 'function', function: { name: 'w', arguments: '{}' } }],
          },
          {
            role: 'tool',
            tool_call_id: 't1',
            content: [{ type: 'document', document: { data: { is: 'rain' } } }],
          },
        ],
      },
      [
        said('user', parts.hello),
        said(
          'assistant',
          { type: 'reasoning', content: 'I will look' },
          { type: 'tool_call', id: 't1', name: 'w', arguments: {} },
        ),
        said('tool', {
          type: 'tool_call_response',
          id: 't1',
          response: [{ type: 'document', document: { data: { is: 'rain' } } }],
        }),
      ],
    ],
    [
      "Cohere's first version",
      {
        preamble: 'be brief',
        message: 'hello',
        chat_history: [
          { role: 'USER', message: 'hello' },
          { role: 'CHATBOT', message: 'hello', tool_calls: [{ name: 'w', parameters: { a: 1 } }] },
          { role: 'TOOL', tool_results: [{ call: { name: 'w' }, outputs: [{ is: 'rain' }] }] },
        ],
      },
      [
        said('user', parts.hello),
        said('assistant', parts.hello, { type: 'tool_call', name: 'w', arguments: { a: 1 } }),
        said('tool', { type: 'tool_call_response', name: 'w', response: [{ is: 'rain' }] }),
        said('user', parts.hello),
      ],
      brief,
    ],
    [
      'Mistral',
      {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'hello' },
              { type: 'document_url', document_url: 'https://a.test/b.pdf' },
              { type: 'input_audio', input_audio: png },
              { type: 'file', file_id: 'f1' },
              {
                type: 'thinking',
                thinking: [
                  { type: 'text', text: 'h' },
                  { type: 'text', text: 'm' },
                ],
              },
              { type: 'reference', reference_ids: [1] },
            ],
          },
        ],
      },
      [
        said(
          'user',
          parts.hello,
          { type: 'uri', modality: 'document', uri: 'https://a.test/b.pdf' },
          { type: 'blob', modality: 'audio', size: 300 },
          { type: 'file', modality: 'document', file_id: 'f1' },
          { type: 'reasoning', content: 'hm' },
          { type: 'reference', reference_ids: [1] },
        ),
      ],
    ],
    [
      'Ollama chat',
      {
        messages: [
          { role: 'user', content: 'hello', images: [png] },
          { role: 'assistant', content: '', tool_calls: [{ function: { name: 'w', arguments: { a: 1 } } }] },
          { role: 'tool', tool_name: 'w', content: 'rain' },
        ],
      },
      [
        said('user', parts.hello, { type: 'blob', modality: 'image', size: 300 }),
        said('assistant', { type: 'tool_call', name: 'w', arguments: { a: 1 } }),
        said('tool', { type: 'tool_call_response', name: 'w', response: 'rain' }),
      ],
    ],
    [
      'Ollama generate',
      { system: 'be brief', prompt: 'hello', images: [png] },
      [said('user', parts.hello), said('user', { type: 'blob', modality: 'image', size: 300 })],
      brief,
    ],
    [
      'Bedrock Converse',
      {
        system: [{ text: 'be brief' }, { cachePoint: { type: 'default' } }],
        messages: [
          {
            role: 'user',
            content: [
              { text: 'hello' },
              { image: { format: 'png', source: { bytes: png } } },
              { document: { format: 'pdf', name: 'd', source: { s3Location: { uri: 's3://b/o' } } } },
            ],
          },
          {
            role: 'assistant',
            content: [
              { reasoningContent: { reasoningText: { text: 'hm', signature: 's' } } },
              { toolUse: { toolUseId: 't1', name: 'w', input: { a: 1 } } },
            ],
          },
          {
            role: 'user',
            content: [{ toolResult: { toolUseId: 't1', content: [{ json: { is: 'rain' } }], status: 'ok' } }],
          },
        ],
      },
      [
        said('user', parts.hello, parts.png, { type: 'uri', modality: 'document', uri: 's3://b/o' }),
        said(
          'assistant',
          { type: 'reasoning', content: 'hm' },
          { type: 'tool_call', id: 't1', name: 'w', arguments: { a: 1 } },
        ),
        said('user', { type: 'tool_call_response', id: 't1', response: [{ is: 'rain' }] }),
      ],
      brief,
    ],
    ['Titan on Bedrock', { inputText: 'hello' }, [said('user', parts.hello)]],
    [
      'embeddings',
      { input: ['hello', [1, 2]] },
      [said('user', parts.hello), said('user', { type: 'tokens', count: 2 })],
    ],
    ["Cohere's embeddings", { texts: ['hello'] }, [said('user', parts.hello)]],
    ["Gemini's embeddings", { content: { parts: [{ text: 'hello' }] } }, [said('user', parts.hello)]],
    [
      "a batch of Gemini's embeddings",
      { requests: [{ content: { parts: [{ text: 'hello' }] } }] },
      [said('user', parts.hello)],
    ],
  ])('%s', (_, body, messages, systemInstructions) => {
    expect(inputMessagesIn(body)).toEqual({ systemInstructions, messages });
  });

  it('says nothing of a body that is no request', () => {
    for (const body of [undefined, null, 'text', [], {}, { messages: 'x' }, { contents: 7 }])
      expect(inputMessagesIn(body)).toEqual({ systemInstructions: undefined, messages: [] });
  });
});
