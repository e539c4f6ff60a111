import { describe, expect, it } from 'vitest';
import { normaliseNow, onlyCall, spanOf } from '../span.fixture.ts';

const model = 'anthropic.claude-opus-4-8-v1:0';
const converse = {
  'rpc.service': 'BedrockRuntime',
  'rpc.method': 'Converse',
  'gen_ai.system': 'aws.bedrock',
  'gen_ai.request.model': model,
  'cloud.region': 'eu-west-1',
};

describe('a Bedrock call of the AWS SDK', () => {
  it('is a call with its region and request id, even where no operation is named', () => {
    const answer = {
      'aws.request.id': 'r-1',
      'gen_ai.usage.input_tokens': 150,
      'http.response.status_code': 200,
    };
    expect(onlyCall(spanOf({ ...converse, ...answer, 'rpc.method': 'InvokeModel' }))).toMatchObject({
      source: 'aws_sdk',
      provider: 'aws.bedrock',
      region: 'eu-west-1',
      model,
      operation: 'chat',
      vendorRequestId: 'r-1',
      inputTokens: 150,
      httpStatus: 200,
      streaming: false,
    });
  });

  it('streams or embeds as method and model say, in Python too', () => {
    expect(onlyCall(spanOf({ ...converse, 'rpc.method': 'ConverseStream' })).streaming).toBe(true);
    const python = { ...converse, 'rpc.service': 'Bedrock Runtime', 'rpc.method': 'InvokeModel' };
    const titan = { ...python, 'gen_ai.request.model': 'amazon.titan-embed-text-v2:0' };
    expect(onlyCall(spanOf(titan)).operation).toBe('embeddings');
  });

  it.each([
    ['rate_limited', 429, 'ThrottlingException', 'Too many tokens, please wait before trying again.'],
    ['timeout', undefined, 'ETIMEDOUT', 'a request has exceeded the configured 1200 ms requestTimeout.'],
  ])('ends as %s', (outcome, status, type, message) => {
    const values = status === undefined ? converse : { ...converse, 'http.response.status_code': status };
    const span = spanOf(values, { statusCode: 2, statusMessage: message, exceptions: [{ type, message }] });
    expect(onlyCall(span)).toMatchObject({ outcome, httpStatus: status ?? null });
  });

  it('is no call for guardrails and other services', () => {
    const guardrail = spanOf({ ...converse, 'rpc.method': 'ApplyGuardrail' });
    const table = spanOf({ 'rpc.service': 'DynamoDB', 'rpc.method': 'GetItem' });
    expect(normaliseNow(guardrail, table)).toMatchObject({ calls: [], dropped: { not_llm: 2 } });
  });
});
