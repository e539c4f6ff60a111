import { cohereError, cohereHeaders, cohereId } from './cohere.ts';
import { base64Floats, embeddingVectors } from './embedding.ts';
import {
  type Exchange,
  exactRoute,
  type Fields,
  ifTold,
  type Protocol,
  type RequestBody,
  type RequestProblem,
  textOf,
} from './protocol.ts';

const dimensionsDefault = 1536;
const knownTypes = ['float', 'base64'];

/** `POST /v2/embed` of texts, as floats or packed in base64, by `embedding_types`. */
export const cohereEmbed: Protocol = {
  provider: 'cohere',
  name: 'cohere.embed',
  jsonContentType: 'application/json',
  route: exactRoute('/v2/embed'),
  read: (body) => ({
    model: textOf(body.model),
    streaming: false,
    includeUsage: true,
    problem: problemOf(body),
  }),
  headers: cohereHeaders,
  json: (exchange) =>
    JSON.stringify({
      id: cohereId(exchange),
      texts: exchange.body.texts,
      embeddings: embeddings(exchange),
      meta: {
        api_version: { version: '2' },
        ...ifTold(exchange, { billed_units: { input_tokens: exchange.usage.inputTokens } }),
      },
      response_type: 'embeddings_by_type',
    }),
  error: cohereError,
};

function problemOf(body: RequestBody): RequestProblem | null {
  if (!Array.isArray(body.texts)) {
    return {
      message: 'invalid request: one of texts, images or inputs must be specified.',
      parameter: 'texts',
    };
  }
  const foreign = typesOf(body).find((type) => !knownTypes.includes(type));
  if (foreign === undefined) return null;
  return { message: `invalid request: embedding type "${foreign}" is not simulated.`, parameter: null };
}

function typesOf(body: RequestBody): readonly string[] {
  return Array.isArray(body.embedding_types) ? body.embedding_types.map(String) : ['float'];
}

function embeddings(exchange: Exchange): Fields {
  const { texts: input, output_dimension: dimensions } = exchange.body;
  const vectors = embeddingVectors(exchange, { input, dimensions, dimensionsDefault });
  return Object.fromEntries(
    typesOf(exchange.body).map((type) => [type, type === 'base64' ? vectors.map(base64Floats) : vectors]),
  );
}
