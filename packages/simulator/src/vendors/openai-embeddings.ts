import { base64Floats, embeddingVectors } from './embedding.ts';
import { missingParameter, openaiError, openaiHeaders, openaiRoute } from './openai.ts';
import { type Exchange, ifTold, type Protocol, textOf } from './protocol.ts';

const dimensionsDefault = 1536;

/** `POST /v1/embeddings`. The SDK asks for `encoding_format: base64` and unpacks it, unless told otherwise. */
export const openaiEmbeddings: Protocol = {
  provider: 'openai',
  name: 'openai.embeddings',
  jsonContentType: 'application/json',
  route: openaiRoute('embeddings'),
  read: (body, route) => ({
    model: route.model ?? textOf(body.model),
    streaming: false,
    includeUsage: true,
    problem: 'input' in body ? null : missingParameter('input'),
  }),
  headers: openaiHeaders,
  json: (exchange) =>
    `${JSON.stringify(
      {
        object: 'list',
        data: embeddings(exchange).map((embedding, index) => ({ object: 'embedding', index, embedding })),
        model: exchange.request.model,
        ...ifTold(exchange, {
          usage: { prompt_tokens: exchange.usage.inputTokens, total_tokens: exchange.usage.inputTokens },
        }),
      },
      null,
      2,
    )}\n`,
  error: openaiError,
};

function embeddings(exchange: Exchange): readonly unknown[] {
  const { input, dimensions, encoding_format: encoding } = exchange.body;
  const vectors = embeddingVectors(exchange, { input, dimensions, dimensionsDefault });
  return encoding === 'base64' ? vectors.map(base64Floats) : vectors;
}
