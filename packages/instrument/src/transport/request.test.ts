import { describe, expect, it } from 'vitest';
import type { LlmRequest } from '../call/llm-request.ts';
import { readConfig } from '../config.ts';
import { recognise, recogniseRequest } from './request.ts';

const { config } = readConfig(
  {
    credentialAliases: { '87654321': 'test' },
    providerHosts: { 'llm.internal:9000': 'vllm', 'eu.gw.internal': 'anthropic/eu' },
  },
  {},
);
const key = 'sk-1234587654321';
const body = JSON.stringify({ model: 'm', messages: [], stream: true });

function post(url: string, headers: unknown = {}, sent: unknown = body): LlmRequest | undefined {
  return recognise({ method: 'POST', url, headers, body: sent, config });
}

describe('recognising a request', () => {
  it.each([
    ['https://api.openai.com/v1/chat/completions', 'openai', 'openai-chat'],
    ['https://api.mistral.ai/v1/embeddings', 'mistral_ai', 'openai-embeddings'],
    ['https://api.cohere.com/v2/chat', 'cohere', 'cohere-chat'],
    ['http://localhost:11434/api/chat', 'ollama', 'ollama-chat'],
    ['http://gpu-box:11434/v1/chat/completions', 'ollama', 'openai-chat'],
    ['http://llm.internal:9000/v1/chat/completions', 'vllm', 'openai-chat'],
    ['http://localhost:8000/v1/chat/completions', 'localhost', 'openai-chat'],
    ['https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/converse', 'aws.bedrock', 'bedrock-converse'],
  ])('%s is of %s', (url, provider, protocol) => {
    expect(post(url)?.target).toMatchObject({ provider, model: 'm', protocol: { name: protocol } });
  });

  it('is of the region that the owner says a host is in', () => {
    const { target } = post('https://eu.gw.internal/v1/messages') ?? {};
    expect(target).toMatchObject({ provider: 'anthropic', region: 'eu' });
  });

  it.each([
    ['http://localhost:3000/api/chat'],
    ['https://shop.example/v1/chat'],
    ['https://shop.example/api/generate'],
    ['https://shop.example/products'],
  ])('leaves the app’s own traffic alone: %s', (url) => {
    expect(post(url)).toBeUndefined();
  });

  it('does not believe a plain path on an unknown host without a model', () => {
    expect(post('https://shop.example/v1/messages', {}, '{"text":"hi"}')).toBeUndefined();
  });

  it('looks at POST only', () => {
    const url = 'https://api.openai.com/v1/chat/completions';
    expect(recognise({ method: 'GET', url, headers: {}, body, config })).toBeUndefined();
    expect(recogniseRequest(url, undefined, config)).toBeUndefined();
    expect(recogniseRequest(new URL(url), { method: 'post', body }, config)?.target).toMatchObject({
      model: 'm',
    });
  });

  it('knows that Ollama streams unless told not to', () => {
    const url = 'http://localhost:11434/api/chat';
    expect(post(url, {}, '{"model":"m"}')?.target).toMatchObject({ stream: true });
    expect(post(url, {}, '{"model":"m","stream":false}')?.target).toMatchObject({ stream: false });
    expect(post('http://localhost:11434/api/embed', {}, '{"model":"m"}')?.target).toMatchObject({
      stream: false,
    });
  });

  it('takes the model from the body on Azure, and else the deployment', () => {
    const url = 'https://contoso.openai.azure.com/openai/deployments/my-gpt/chat/completions?api-version=1';
    expect(post(url)?.target).toMatchObject({ provider: 'azure.ai.openai', model: 'm' });
    expect(post(url, {}, '{"messages":[]}')?.target).toMatchObject({ model: 'my-gpt' });
  });

  it.each([
    ['bytes', Buffer.from(body)],
    ['an ArrayBuffer', new TextEncoder().encode(body).buffer],
  ])('reads a body of %s like text', (_, sent) => {
    const url = 'https://api.openai.com/v1/chat/completions';
    const [ofBytes, ofText] = [post(url, {}, sent), post(url)];
    expect(ofBytes?.fingerprint()).toBe(ofText?.fingerprint());
    expect({ ...ofBytes, fingerprint: '' }).toEqual({ ...ofText, fingerprint: '' });
  });

  it.each([
    ['a bearer', { Authorization: `Bearer ${key}` }],
    ['Anthropic’s header', { 'x-api-key': key }],
    ['Google’s header', { 'X-Goog-Api-Key': key }],
    ['Azure’s header', { 'api-key': key }],
    ['a Headers', new Headers({ authorization: `Bearer ${key}` })],
    ['pairs', [['authorization', `Bearer ${key}`]]],
    ['a flat list', ['authorization', `Bearer ${key}`]],
    ['a list of values', { authorization: [`Bearer ${key}`] }],
    [
      'an AWS signature',
      { authorization: `AWS4-HMAC-SHA256 Credential=AKID87654321/20260101/eu/b/aws4_request` },
    ],
  ])('knows the credential in %s', (_, headers) => {
    expect(post('https://api.openai.com/v1/chat/completions', headers)?.target.credential).toBe('test');
  });

  it.each([
    ['an AWS session', 'AWS4-HMAC-SHA256 Credential=ASIA87654321/20260101/eu/b/aws4_request'],
    ['a Google token', 'Bearer ya29.87654321'],
  ])('makes no name of the passing key of %s', (_, authorization) => {
    expect(post('https://api.openai.com/v1/chat/completions', { authorization })?.target.credential).toBe('');
  });

  it('knows requests that are alike, whatever they say, by one target', () => {
    const url = 'https://api.openai.com/v1/chat/completions';
    const asking = (model: string, content: string): LlmRequest | undefined =>
      post(url, { authorization: `Bearer ${key}` }, JSON.stringify({ model, content }));
    expect(asking('m', 'one thing')?.target).toBe(asking('m', 'another')?.target);
    expect(asking('m', 'one thing')?.target).not.toBe(asking('n', 'one thing')?.target);
    expect(asking('m', 'one thing')?.fingerprint()).not.toBe(asking('m', 'another')?.fingerprint());
  });

  it('shows no key', () => {
    const request = post('https://api.openai.com/v1/chat/completions', {
      authorization: 'Bearer sk-secret-abc',
    });
    expect(JSON.stringify(request)).not.toContain('abc');
    expect(request?.target.credential).toMatch(/^[0-9a-f]{12}$/);
  });
});
