import { describe, expect, it } from 'vitest';
import { answerInBody, answerInText, createAnswerReader } from './answer-reader.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import { gemini } from './gemini.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';

describe('reading a JSON answer', () => {
  it.each([
    ['chat', openaiChat, { choices: [] }],
    ['chat', openaiChat, { choices: [{ message: { content: '' }, finish_reason: 'stop' }] }],
    ['responses', openaiResponses, { object: 'response', status: 'completed', output: [] }],
    ['messages', anthropicMessages, { content: [], stop_reason: 'end_turn' }],
    ['gemini', gemini, { usageMetadata: { promptTokenCount: 3 } }],
  ])('tells a blank answer from a whole one: %s', (_, protocol, body) => {
    expect(answerInText(protocol, 200, JSON.stringify(body))).toMatchObject({
      protocol: 'complete',
      hasContent: false,
    });
  });

  it('reads thoughts of Gemini as output', () => {
    const body = {
      candidates: [{ content: { parts: [{ text: 'x' }] }, finishReason: 'STOP' }],
      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 5, thoughtsTokenCount: 7 },
    };
    expect(answerInText(gemini, 200, JSON.stringify(body)).usage).toMatchObject({
      outputTokens: 12,
      reasoningTokens: 7,
    });
  });

  it('takes a usage without a single count for none', () => {
    const body = { choices: [{ message: { content: 'x' }, finish_reason: 'stop' }], usage: {} };
    expect(answerInText(openaiChat, 200, JSON.stringify(body)).usage).toBeUndefined();
  });

  it('leaves usage unknown where the vendor did not tell it', () => {
    const body = { choices: [{ message: { content: 'x' }, finish_reason: 'stop' }] };
    expect(answerInText(openaiChat, 200, JSON.stringify(body)).usage).toBeUndefined();
  });

  it('takes the wait that Google asks for from the error body', () => {
    const details = [
      { '@type': 'type.googleapis.com/google.rpc.QuotaFailure' },
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '37.5s' },
    ];
    const error = { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Quota exceeded', details };
    expect(answerInBody(gemini, 429, { error })).toMatchObject({
      retryAfterSeconds: 37.5,
      error: { type: 'RESOURCE_EXHAUSTED' },
    });
  });

  it('reads an error body that claims to be a stream', () => {
    for (const text of ['{"message":"x"}', 'data: {"error":{"message":"x"}}\n\n']) {
      const reader = createAnswerReader(openaiChat, 500, { get: () => 'text/event-stream' });
      reader.chunk(Buffer.from(text));
      expect(reader.finish()?.error?.message).toBe('x');
    }
  });

  it('says of HTML only that it is not the protocol, and of an HTML error nothing', () => {
    expect(answerInText(openaiChat, 200, '<html>')).toEqual({ protocol: 'malformed' });
    expect(answerInText(openaiChat, 502, '<html>')).toEqual({});
  });
});
