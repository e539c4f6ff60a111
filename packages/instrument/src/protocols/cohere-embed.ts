import { hasVector } from './embedding-vectors.ts';
import { asCount, asObject, asText } from './json.ts';
import { type Answer, type Protocol, readNoStream } from './protocol.ts';
import { vendorErrorIn } from './vendor-error.ts';

/** Cohere Embed, both versions. */
export const cohereEmbed: Protocol = {
  name: 'cohere-embed',
  operation: 'embeddings',
  impliedProvider: 'cohere',
  needsKnownHost: true,
  matches: (path) => /\/v[12]\/embed$/.test(path),
  streamInPath: () => false,
  framing: 'sse',
  firstContent: /"embeddings"\s*:\s*[{[]/,
  end: /"error"/,
  readBody,
  readStream: readNoStream,
};

/** `embeddings` is a list, or lists by type; the answer names only what was billed. */
function readBody(body: unknown): Answer {
  const error = vendorErrorIn(body);
  if (error) return { error };
  const answer = asObject(body);
  const embeddings = answer?.embeddings;
  if (typeof embeddings !== 'object' || embeddings === null) return { protocol: 'malformed' };
  const billed = asObject(asObject(answer?.meta)?.billed_units);
  return {
    responseId: asText(answer?.id),
    protocol: 'complete',
    hasContent: hasVector(embeddings),
    usage: billed && { inputTokens: asCount(billed.input_tokens) },
  };
}
