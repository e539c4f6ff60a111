import type { StreamEnds } from './framing/stream-event.ts';
import {
  asCount,
  asObject,
  asObjects,
  asText,
  isFilled,
  type JsonObject,
  lastObjectNamed,
  sumOfKnown,
} from './json.ts';
import { type Answer, type Protocol, payloadsOf, type Usage } from './protocol.ts';
import { vendorErrorIn } from './vendor-error.ts';

const path = /\/models\/([^/:]+):(generateContent|streamGenerateContent)$/;

/** Google Gemini and Vertex AI `generateContent`. */
export const gemini: Protocol = {
  name: 'gemini',
  operation: 'generate_content',
  impliedProvider: 'gcp.gemini',
  matches: (candidate) => path.test(candidate),
  modelInPath: (candidate) => path.exec(candidate)?.[1],
  streamInPath: (candidate) => path.exec(candidate)?.[2] === 'streamGenerateContent',
  framing: 'sse',
  firstContent:
    /"text"\s*:\s*"[^"]|"(?:functionCall|inlineData|fileData|executableCode|codeExecutionResult)"\s*:\s*\{/,
  // A chunk with a finish reason is the last one by custom only: the end of the body decides.
  end: /"error"/,
  readBody,
  readStream,
};

/** Finish reasons that mean "our content policy stopped it". */
const filterReasons: ReadonlySet<string> = new Set([
  'SAFETY',
  'RECITATION',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'IMAGE_SAFETY',
  'IMAGE_PROHIBITED_CONTENT',
  'IMAGE_RECITATION',
  'MODEL_ARMOR',
]);

/** A stream asked for without `alt=sse` is one JSON list of responses. */
function readBody(body: unknown): Answer {
  const responses = Array.isArray(body) ? asObjects(body) : asObjects([body]);
  const known = responses.some((response) =>
    ['candidates', 'promptFeedback', 'usageMetadata'].some((key) => key in response),
  );
  const answer = readResponses(responses);
  return answer.error ? answer : { ...answer, protocol: known ? 'complete' : 'malformed' };
}

/** A finish reason or a blocked prompt ends a stream; there is no event of its own for it. */
function readStream(ends: StreamEnds): Answer {
  const responses = payloadsOf(ends);
  const answer = readResponses(responses);
  if (answer.error || answer.protocol === 'complete') return answer;
  // Without a candidate in any event there is none that could have broken off: the counts alone are a blank answer.
  const hasCandidates = ends.fragment !== '' || responses.some((response) => isFilled(response.candidates));
  if (answer.usage && !hasCandidates) return { ...answer, protocol: 'complete' };
  // One event with an inline image can be longer than what is kept; its end still tells.
  const finishReason = /"finishReason"\s*:\s*"(\w+)"/.exec(ends.fragment)?.[1];
  if (!finishReason) return answer;
  const usage = usageOf(lastObjectNamed('usageMetadata', ends.fragment));
  return { ...answer, protocol: 'complete', finishReasons: [finishReason], usage };
}

function readResponses(responses: readonly JsonObject[]): Answer {
  const error = responses.map(vendorErrorIn).find((found) => found !== undefined);
  if (error) return { error };
  const candidates = responses.flatMap((response) => asObjects(response.candidates));
  const finishReasons = candidates
    .map((one) => asText(one.finishReason))
    .filter((text) => text !== undefined);
  const blocked = responses.some((response) => asText(asObject(response.promptFeedback)?.blockReason));
  const last = responses.at(-1);
  return {
    responseId: asText(last?.responseId),
    responseModel: asText(last?.modelVersion),
    protocol: finishReasons.length > 0 || blocked ? 'complete' : 'incomplete',
    hasContent: candidates.some((candidate) =>
      asObjects(asObject(candidate.content)?.parts).some(hasContent),
    ),
    filtered: blocked || finishReasons.some((reason) => filterReasons.has(reason)),
    finishReasons,
    usage: responses.map((response) => usageOf(asObject(response.usageMetadata))).findLast((usage) => usage),
  };
}

function hasContent(part: JsonObject): boolean {
  return Object.entries(part).some(([key, value]) => key !== 'thoughtSignature' && isFilled(value));
}

/** Gemini counts thoughts beside the candidates; semantic conventions want them inside the output. */
function usageOf(usage: JsonObject | undefined): Usage | undefined {
  if (!usage) return undefined;
  const reasoningTokens = asCount(usage.thoughtsTokenCount);
  return {
    inputTokens: sumOfKnown(asCount(usage.promptTokenCount), asCount(usage.toolUsePromptTokenCount)),
    outputTokens: sumOfKnown(asCount(usage.candidatesTokenCount), reasoningTokens),
    cacheReadTokens: asCount(usage.cachedContentTokenCount),
    reasoningTokens,
  };
}
