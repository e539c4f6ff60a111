import { hasVector } from './embedding-vectors.ts';
import { asCount, asObject, asObjects, sumOfKnown } from './json.ts';
import { type Answer, type Protocol, readNoStream } from './protocol.ts';
import { vendorErrorIn } from './vendor-error.ts';

const path = /\/models\/([^/:]+):(?:embedContent|batchEmbedContents)$/;
/** Vertex AI predicts with any model; of Google's own, those that embed say so in their name. */
const vertexPath = /\/publishers\/google\/models\/([^/:]*embedding[^/:]*):predict$/;

/** Embeddings of Google Gemini and Vertex AI. */
export const geminiEmbeddings: Protocol = {
  name: 'gemini-embeddings',
  operation: 'embeddings',
  impliedProvider: 'gcp.gemini',
  matches: (candidate) => path.test(candidate) || vertexPath.test(candidate),
  modelInPath: (candidate) => (path.exec(candidate) ?? vertexPath.exec(candidate))?.[1],
  streamInPath: () => false,
  framing: 'sse',
  firstContent: /"values"\s*:\s*\[/,
  end: /"error"/,
  readBody,
  readStream: readNoStream,
};

/** `embedding`, `embeddings`, or Vertex AI's `predictions`, which count the tokens of each. */
function readBody(body: unknown): Answer {
  const error = vendorErrorIn(body);
  if (error) return { error };
  const answer = asObject(body);
  const content = answer?.embedding ?? answer?.embeddings ?? answer?.predictions;
  if (!answer || content === undefined) return { protocol: 'malformed' };
  const statistics = asObjects(answer.predictions).map((prediction) =>
    asObject(asObject(prediction.embeddings)?.statistics),
  );
  const inputTokens =
    asCount(asObject(answer.usageMetadata)?.promptTokenCount) ??
    sumOfKnown(...statistics.map((one) => asCount(one?.token_count)));
  return {
    protocol: 'complete',
    hasContent: hasVector(content),
    usage: inputTokens === undefined ? undefined : { inputTokens },
  };
}
