import { base64Floats, embeddingVectors } from './embedding.ts';
import { mistralError, mistralHeaders, mistralId, mistralMissingField } from './mistral.ts';
import { type Exchange, exactRoute, ifTold, type Protocol, textOf } from './protocol.ts';

const dimensionsDefault = 1024;

/** `POST /v1/embeddings`, floats unless `encoding_format` says `base64`. */
export const mistralEmbeddings: Protocol = {
  provider: 'mistral_ai',
  name: 'mistral.embeddings',
  jsonContentType: 'application/json',
  route: exactRoute('/v1/embeddings'),
  read: (body) => ({
    model: textOf(body.model),
    streaming: false,
    includeUsage: true,
    problem: 'input' in body ? null : mistralMissingField('input'),
  }),
  headers: mistralHeaders,
  json: (exchange) =>
    JSON.stringify({
      id: mistralId(exchange),
      object: 'list',
      data: embeddings(exchange).map((embedding, index) => ({ object: 'embedding', embedding, index })),
      model: exchange.request.model,
      ...ifTold(exchange, {
        usage: {
          prompt_tokens: exchange.usage.inputTokens,
          total_tokens: exchange.usage.inputTokens,
          completion_tokens: 0,
        },
      }),
    }),
  error: mistralError,
};

function embeddings(exchange: Exchange): readonly unknown[] {
  const { input, output_dimension: dimensions, encoding_format: encoding } = exchange.body;
  const vectors = embeddingVectors(exchange, { input, dimensions, dimensionsDefault });
  return encoding === 'base64' ? vectors.map(base64Floats) : vectors;
}
