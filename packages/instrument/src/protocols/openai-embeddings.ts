import { hasVector } from './embedding-vectors.ts';
import { asObject, asObjects } from './json.ts';
import { completionUsageOf } from './openai-chat.ts';
import { type Answer, identityOf, type Protocol, readNoStream } from './protocol.ts';
import { vendorErrorIn } from './vendor-error.ts';

/** OpenAI Embeddings, as spoken by Azure, Mistral and compatible servers. */
export const openaiEmbeddings: Protocol = {
  name: 'openai-embeddings',
  operation: 'embeddings',
  matches: (path) => path.endsWith('/embeddings'),
  streamInPath: () => false,
  framing: 'sse',
  firstContent: /"embedding"\s*:\s*["[]/,
  end: /"error"/,
  readBody,
  readStream: readNoStream,
};

function readBody(body: unknown): Answer {
  const error = vendorErrorIn(body);
  if (error) return { error };
  const list = asObject(body);
  if (!list || !Array.isArray(list.data)) return { protocol: 'malformed' };
  const usage = asObject(list.usage);
  return {
    ...identityOf(list),
    protocol: 'complete',
    hasContent: asObjects(list.data).some(({ embedding }) => hasVector(embedding)),
    usage: usage && { inputTokens: completionUsageOf(usage).inputTokens },
  };
}
