import { describe, expect, it } from 'vitest';
import { normaliseNow, onlyAttempt, onlyCall, spanOf } from '../span.fixture.ts';

const post = {
  'http.request.method': 'POST',
  'url.full': 'https://api.openai.com/v1/chat/completions',
  'http.response.status_code': 200,
};

describe('an HTTP request to a vendor that nobody else reports', () => {
  it('is a call of unknown model', () => {
    expect(onlyCall(spanOf(post))).toMatchObject({
      source: 'http_client',
      provider: 'openai',
      model: '',
      operation: 'chat',
      outcome: 'ok',
      httpStatus: 200,
      attempts: 1,
      inputTokens: null,
    });
    expect(onlyAttempt(spanOf(post)).httpStatus).toBe(200);
  });

  it.each([
    [
      'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
      'gcp.gemini',
      '',
      'gemini-2.5-flash',
      true,
    ],
    [
      'https://bedrock-runtime.eu-west-1.amazonaws.com/model/anthropic.claude-v1%3A0/converse',
      'aws.bedrock',
      'eu-west-1',
      'anthropic.claude-v1:0',
      false,
    ],
    [
      'https://my-team.openai.azure.com/openai/deployments/gpt-5/chat/completions?api-version=1',
      'azure.ai.openai',
      '',
      'gpt-5',
      false,
    ],
    ['https://api.anthropic.com/v1/messages', 'anthropic', '', '', false],
  ])('tells what the address tells: %s', (url, provider, region, model, streaming) => {
    expect(onlyCall(spanOf({ ...post, 'url.full': url }))).toMatchObject({
      provider,
      region,
      model,
      streaming,
    });
  });

  it('is read in older names, and in pieces', () => {
    const old = {
      'http.method': 'POST',
      'http.url': 'https://api.groq.com/openai/v1/embeddings',
      'http.status_code': '503',
    };
    expect(onlyCall(spanOf(old))).toMatchObject({
      provider: 'groq',
      operation: 'embeddings',
      outcome: 'vendor_error',
    });
    const pieces = {
      'server.address': 'api.openai.com',
      'url.path': '/v1/responses',
      'http.response.status_code': 429,
    };
    expect(onlyCall(spanOf(pieces))).toMatchObject({ provider: 'openai', outcome: 'rate_limited' });
  });

  it('timed out when nothing came back and nothing else is said', () => {
    const { 'http.response.status_code': _status, ...silent } = post;
    expect(onlyCall(spanOf(silent))).toMatchObject({ outcome: 'timeout', httpStatus: null });
    expect(onlyCall(spanOf({ ...silent, 'error.type': 'ECONNREFUSED' }, { statusCode: 2 })).outcome).toBe(
      'network',
    );
  });

  it.each([
    ['another host', { ...post, 'url.full': 'https://api.example.com/v1/chat/completions' }],
    ['another path', { ...post, 'url.full': 'https://api.openai.com/v1/files' }],
    ['a read', { ...post, 'http.request.method': 'GET', 'url.full': 'https://api.openai.com/v1/responses' }],
  ])('is none for %s', (_what, values) => {
    expect(normaliseNow(spanOf(values))).toMatchObject({ calls: [], dropped: { not_llm: 1 } });
  });

  it('is none for the server of that request', () => {
    expect(normaliseNow(spanOf(post, { kind: 2 })).calls).toEqual([]);
  });
});
