import type { Span } from '../../decode/span.ts';
import { countOf, listOf, textOf } from '../attribute-value.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { foreignCallKeys, readForeignCall } from '../foreign-call.ts';
import { textNearStart } from '../json-text.ts';
import { langchainAnswerIn } from '../langchain-output.ts';

const key = {
  kind: 'openinference.span.kind',
  model: 'llm.model_name',
  embeddingModel: 'embedding.model_name',
  requestModel: 'llm.request.model_name',
  responseModel: 'llm.response.model_name',
  parameters: 'llm.invocation_parameters',
  provider: 'llm.provider',
  system: 'llm.system',
  metadata: 'metadata',
  input: 'input.value',
  output: 'output.value',
  finishReason: 'llm.finish_reason',
  promptTokens: 'llm.token_count.prompt',
  completionTokens: 'llm.token_count.completion',
  totalTokens: 'llm.token_count.total',
  cacheRead: 'llm.token_count.prompt_details.cache_read',
  cacheWrite: 'llm.token_count.prompt_details.cache_write',
  reasoning: 'llm.token_count.completion_details.reasoning',
} as const;

/** Chains, agents, prompts and tools surround calls, though they carry `llm.system` too. */
const operations: ReadonlyMap<string, string> = new Map([
  ['LLM', 'chat'],
  ['EMBEDDING', 'embeddings'],
]);

/** OpenInference by Arize. */
export const openInference: Dialect = {
  name: 'openinference',
  keys: [...Object.values(key), ...foreignCallKeys],
  read(span: Span): Reading | undefined {
    const { attributes } = span;
    const kind = attributes.get(key.kind);
    if (typeof kind !== 'string') return undefined;
    const operation = operations.get(kind.toUpperCase());
    if (operation === undefined) return { kind: 'drop', reason: 'not_llm' };
    const answer = answerIn(attributes.get(key.output));
    const { model, responseModel } = modelsOf(span, answer.model);
    return readForeignCall(span, {
      source: 'openinference',
      operation,
      model,
      responseModel,
      responseId: answer.id,
      // LangChain's integration knows the vendor as metadata only.
      toldProvider:
        textOf(attributes, key.provider, key.system) ||
        textNearStart(attributes.get(key.metadata), 'ls_provider'),
      finishReasons: listOf(attributes, key.finishReason),
      streaming: /"stream":\s?true/.test(textOf(attributes, key.parameters).slice(0, parametersLengthMax)),
      tokens: {
        input: countOf(attributes, key.promptTokens),
        output: countOf(attributes, key.completionTokens),
        cacheRead: countOf(attributes, key.cacheRead),
        cacheWrite: countOf(attributes, key.cacheWrite),
        reasoning: countOf(attributes, key.reasoning),
        total: countOf(attributes, key.totalTokens),
      },
    });
  },
};

/** Parameters can hold the schemas of tools. */
const parametersLengthMax = 4000;

/** The output is the vendor's body, or what a framework made of it. */
function answerIn(output: unknown): { readonly id: string; readonly model: string } {
  return (
    langchainAnswerIn(output) ?? { id: textNearStart(output, 'id'), model: textNearStart(output, 'model') }
  );
}

interface Models {
  readonly model: string;
  readonly responseModel: string;
}

/**
 * `llm.model_name` is the requested model until the answer's overwrites it. What was requested then stands in the
 * request itself, near its start.
 */
function modelsOf({ attributes }: Span, answering: string): Models {
  const told = textOf(attributes, key.model, key.embeddingModel);
  const answered = textOf(attributes, key.responseModel) || answering;
  const asked =
    textOf(attributes, key.requestModel) ||
    requestedIn(attributes.get(key.parameters)) ||
    requestedIn(attributes.get(key.input));
  const requested = asked || (told === answered ? '' : told);
  // Bedrock's ids are cut to the model's bare name there, which is no other model.
  const isOther = told !== '' && !requested.includes(told);
  return { model: requested, responseModel: answered || (isOther ? told : '') };
}

function requestedIn(json: unknown): string {
  // OpenAI Agents writes the answer where the parameters belong; only answers have an id.
  if (textNearStart(json, 'id') !== '') return '';
  return textNearStart(json, 'model') || textNearStart(json, 'modelId');
}
