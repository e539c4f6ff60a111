import { embeddingVectors } from './embedding.ts';
import { ollamaError, ollamaJsonContentType, readOllamaRequest } from './ollama.ts';
import { exactRoute, ifTold, type Protocol } from './protocol.ts';

const dimensionsDefault = 768;

/** `POST /api/embed`, which never streams. */
export const ollamaEmbed: Protocol = {
  provider: 'ollama',
  name: 'ollama.embed',
  jsonContentType: ollamaJsonContentType,
  route: exactRoute('/api/embed'),
  read: (body) => ({ ...readOllamaRequest(body), streaming: false }),
  headers: () => ({}),
  json: (exchange) => {
    const { input, dimensions } = exchange.body;
    const totalNs = Math.round(exchange.processingMs * 1e6);
    return JSON.stringify({
      model: exchange.request.model,
      embeddings: embeddingVectors(exchange, { input, dimensions, dimensionsDefault }),
      total_duration: totalNs,
      load_duration: Math.round(totalNs * 0.1),
      ...ifTold(exchange, { prompt_eval_count: exchange.usage.inputTokens }),
    });
  },
  error: ollamaError,
};
