import { describe, expect, it } from 'vitest';
import { answerInBody } from './answer-reader.ts';
import { bedrockConverse } from './bedrock-converse.ts';
import { bedrockEmbeddings, bedrockInvoke } from './bedrock-invoke.ts';
import { protocolForPath } from './protocols.ts';
import { awsChunk, awsEvent, awsException, awsFrame, readPieces, readStream } from './streams.fixture.ts';

const start = awsEvent('messageStart', { role: 'assistant' });
const text = awsEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'x' } });
const stop = awsEvent('messageStop', { stopReason: 'end_turn' });
const metadata = awsEvent('metadata', {
  usage: { inputTokens: 3, outputTokens: 5, totalTokens: 18, cacheReadInputTokens: 10 },
});

describe('Bedrock Converse', () => {
  it('is over at messageStop, with the usage that follows', () => {
    expect(readStream(bedrockConverse, Buffer.concat([start, text, stop, metadata]))).toMatchObject({
      protocol: 'complete',
      hasContent: true,
      finishReasons: ['end_turn'],
      usage: { inputTokens: 13, outputTokens: 5, cacheReadTokens: 10 },
    });
    expect(readStream(bedrockConverse, Buffer.concat([start, text, stop]))).toMatchObject({
      protocol: 'complete',
    });
  });

  it('is not whole without messageStop', () => {
    expect(readStream(bedrockConverse, Buffer.concat([start, text]))).toMatchObject({
      protocol: 'incomplete',
      hasContent: true,
    });
    expect(readStream(bedrockConverse, start.subarray(0, 20))).toMatchObject({ protocol: 'incomplete' });
  });

  it.each([
    ['text', text],
    ['a tool', awsEvent('contentBlockStart', { start: { toolUse: { toolUseId: 't', name: 'f' } } })],
    ['reasoning', awsEvent('contentBlockDelta', { delta: { reasoningContent: { text: 'x' } } })],
  ])('takes %s for first content', (_, event) => {
    expect(readPieces(bedrockConverse, [start, event, stop]).firstAt).toBe(1);
  });

  it('takes a modelled exception for a typed error inside a 200', () => {
    const stream = Buffer.concat([start, text, awsException('modelStreamErrorException', 'broke off')]);
    expect(readStream(bedrockConverse, stream)?.error).toEqual({
      type: 'modelStreamErrorException',
      message: 'broke off',
    });
  });

  it('takes an unmodelled error for a typed error, too', () => {
    const headers = {
      ':message-type': 'error',
      ':error-code': 'InternalFailure',
      ':error-message': 'An internal error',
    };
    expect(readStream(bedrockConverse, Buffer.concat([start, awsFrame(headers, {})]))?.error).toEqual({
      type: 'InternalFailure',
      message: 'An internal error',
    });
  });

  it.each([
    ['guardrail_intervened', [{ text: 'Sorry' }], { hasContent: true, filtered: true }],
    ['end_turn', [], { hasContent: false, filtered: false }],
    ['tool_use', [{ toolUse: { toolUseId: 't', name: 'f', input: {} } }], { hasContent: true }],
  ])('reads a body that stopped with %s', (stopReason, content, expected) => {
    const body = { output: { message: { role: 'assistant', content } }, stopReason, usage: null };
    expect(answerInBody(bedrockConverse, 200, body)).toMatchObject({ protocol: 'complete', ...expected });
  });
});

const anthropicParts = [
  { type: 'message_start', message: { id: 'msg_1', model: 'claude', usage: { input_tokens: 3 } } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'x' } },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } },
  { type: 'message_stop' },
];
const metrics = { 'amazon-bedrock-invocationMetrics': { inputTokenCount: 3, outputTokenCount: 5 } };

/** Streams of the model families: the parts, of which the second holds the first content, and the last the end. */
const families: readonly (readonly [string, readonly object[], object])[] = [
  ['Anthropic', anthropicParts, { responseId: 'msg_1', usage: { inputTokens: 3, outputTokens: 5 } }],
  [
    'Llama',
    [
      { generation: '', stop_reason: null },
      { generation: 'x', stop_reason: null },
      { generation: '', stop_reason: 'stop', prompt_token_count: 3, generation_token_count: 5 },
    ],
    { finishReasons: ['stop'], usage: { inputTokens: 3, outputTokens: 5 } },
  ],
  [
    'Titan',
    [
      { outputText: '', index: 0, completionReason: null },
      { outputText: 'x', index: 0, completionReason: null },
      { outputText: '', completionReason: 'FINISH', inputTextTokenCount: 3, totalOutputTextTokenCount: 5 },
    ],
    { finishReasons: ['FINISH'], usage: { inputTokens: 3, outputTokens: 5 } },
  ],
  [
    'Mistral',
    [
      { outputs: [{ text: '', stop_reason: null }] },
      { outputs: [{ text: 'x', stop_reason: null }] },
      { outputs: [{ text: '', stop_reason: 'length' }], ...metrics },
    ],
    { finishReasons: ['length'], usage: { inputTokens: 3, outputTokens: 5 } },
  ],
  [
    'Nova',
    [
      { messageStart: { role: 'assistant' } },
      { contentBlockDelta: { delta: { text: 'x' }, contentBlockIndex: 0 } },
      { messageStop: { stopReason: 'end_turn' } },
      { metadata: { usage: { inputTokens: 3, outputTokens: 5 } } },
    ],
    { finishReasons: ['end_turn'], usage: { inputTokens: 3, outputTokens: 5 } },
  ],
  [
    'open models with choices',
    [
      { choices: [{ delta: { content: '' } }] },
      { choices: [{ delta: { content: 'x' } }] },
      { choices: [{ delta: {}, stop_reason: 'stop' }], ...metrics },
    ],
    { finishReasons: ['stop'], usage: { inputTokens: 3, outputTokens: 5 } },
  ],
  [
    'Cohere',
    [
      { event_type: 'stream-start', generation_id: 'g1' },
      { event_type: 'text-generation', text: 'x' },
      { event_type: 'stream-end', finish_reason: 'COMPLETE', response: { text: 'x' }, ...metrics },
    ],
    { finishReasons: ['COMPLETE'], usage: { inputTokens: 3, outputTokens: 5 } },
  ],
];

describe('Bedrock InvokeModel', () => {
  it.each(families)('reads a stream of %s', (_, parts, expected) => {
    const frames = parts.map(awsChunk);
    expect(readPieces(bedrockInvoke, frames)).toMatchObject({
      firstAt: 1,
      answer: { protocol: 'complete', hasContent: true, ...expected },
    });
    expect(readStream(bedrockInvoke, Buffer.concat(frames.slice(0, 2)))).toMatchObject({
      protocol: 'incomplete',
      hasContent: true,
    });
  });

  it('has failed at an exception, whatever the family', () => {
    const stream = Buffer.concat([
      ...anthropicParts.slice(0, 2).map(awsChunk),
      awsException('throttlingException', 'Too many tokens'),
    ]);
    expect(readStream(bedrockInvoke, stream)?.error?.type).toBe('throttlingException');
  });

  it.each([
    ['Anthropic', { id: 'm', type: 'message', content: [{ type: 'text', text: 'x' }] }],
    ['Llama', { generation: 'x', prompt_token_count: 3, generation_token_count: 5, stop_reason: 'stop' }],
    ['Titan', { inputTextTokenCount: 3, results: [{ tokenCount: 5, outputText: 'x' }] }],
    ['Mistral', { outputs: [{ text: 'x', stop_reason: 'stop' }] }],
    ['Nova', { output: { message: { content: [{ text: 'x' }] } }, stopReason: 'end_turn' }],
    ['DeepSeek', { choices: [{ text: 'x', stop_reason: 'stop' }] }],
    ['Cohere', { text: 'x', generation_id: 'g', finish_reason: 'COMPLETE' }],
    ['Titan embeddings', { embedding: [0.1], inputTextTokenCount: 3 }],
  ])('reads a body of %s', (_, body) => {
    expect(answerInBody(bedrockInvoke, 200, body)).toMatchObject({ protocol: 'complete', hasContent: true });
  });

  it('tells a blank body from a whole one, and from one of nobody’s', () => {
    const blank = { generation: '', stop_reason: 'stop' };
    expect(answerInBody(bedrockInvoke, 200, blank)).toMatchObject({
      protocol: 'complete',
      hasContent: false,
    });
    expect(answerInBody(bedrockInvoke, 200, { hello: 1 })).toMatchObject({ protocol: 'malformed' });
  });

  it('says that a guardrail stepped in', () => {
    const body = { generation: 'Sorry', stop_reason: 'stop', 'amazon-bedrock-guardrailAction': 'INTERVENED' };
    expect(answerInBody(bedrockInvoke, 200, body)).toMatchObject({ filtered: true });
  });
});

describe('the path of a Bedrock request', () => {
  const profile = 'arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-x';
  const own = 'arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/ab12';

  it.each([
    ['anthropic.claude-x-v1%3A0/converse', 'anthropic.claude-x-v1:0', bedrockConverse, false],
    ['eu.anthropic.claude-x/converse-stream', 'eu.anthropic.claude-x', bedrockConverse, true],
    ['meta.llama3/invoke', 'meta.llama3', bedrockInvoke, false],
    ['meta.llama3/invoke-with-response-stream', 'meta.llama3', bedrockInvoke, true],
    ['amazon.titan-embed-text-v2%3A0/invoke', 'amazon.titan-embed-text-v2:0', bedrockEmbeddings, false],
    [`${encodeURIComponent(profile)}/converse`, 'eu.anthropic.claude-x', bedrockConverse, false],
    [`${encodeURIComponent(own)}/converse`, 'application-inference-profile/ab12', bedrockConverse, false],
  ])('%s', (path, model, protocol, stream) => {
    const found = protocolForPath(`/model/${path}`);
    expect(found).toBe(protocol);
    expect(found?.modelInPath?.(`/model/${path}`)).toBe(model);
    expect(found?.streamInPath?.(`/model/${path}`)).toBe(stream);
  });
});
