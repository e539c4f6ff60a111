import type { Span } from '../../decode/span.ts';
import { textOf } from '../attribute-value.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { genAiKeys, readGenAiCall } from '../gen-ai-span.ts';

const key = { service: 'rpc.service', method: 'rpc.method' } as const;

/** The methods of Bedrock's runtime that run a model, and whether the answer is streamed. */
const methods: ReadonlyMap<string, { readonly streaming: boolean }> = new Map([
  ['Converse', { streaming: false }],
  ['ConverseStream', { streaming: true }],
  ['InvokeModel', { streaming: false }],
  ['InvokeModelWithResponseStream', { streaming: true }],
]);

const embeddingModel = /embed/;

/** OpenTelemetry's AWS SDK instrumentations, on Bedrock. Those spans end when a stream begins, whatever becomes of it. */
export const awsSdk: Dialect = {
  name: 'aws_sdk',
  keys: [...Object.values(key), ...genAiKeys],
  read(span: Span): Reading | undefined {
    const { attributes } = span;
    const service = attributes.get(key.service);
    // With a space in Python.
    if (service !== 'BedrockRuntime' && service !== 'Bedrock Runtime') return undefined;
    const method = methods.get(textOf(attributes, key.method));
    if (method === undefined) return { kind: 'drop', reason: 'not_llm' };
    const isEmbedding = embeddingModel.test(textOf(attributes, 'gen_ai.request.model'));
    return readGenAiCall(span, 'aws_sdk', isEmbedding ? 'embeddings' : 'chat', {
      toldProvider: 'aws.bedrock',
      streaming: method.streaming,
      counting: 'as_vendor',
    });
  },
};
