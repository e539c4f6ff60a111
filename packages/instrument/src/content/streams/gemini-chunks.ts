import { asObject, asObjects, asText, type JsonObject } from '../../protocols/json.ts';
import { createIndexed } from './deltas.ts';

interface Candidate {
  role: unknown;
  finishReason: string | undefined;
  readonly parts: unknown[];
}

/** Responses of a Gemini stream as the one they add up to. */
export function answerOfGeminiChunks(chunks: readonly JsonObject[]): JsonObject {
  const candidates = createIndexed<Candidate>(() => ({
    role: undefined,
    finishReason: undefined,
    parts: [],
  }));
  for (const chunk of chunks.flatMap((each) => asObjects(each.candidates)))
    addToCandidate(candidates.at(chunk.index ?? 0), chunk);
  return {
    candidates: candidates
      .all()
      .map(({ role, parts, finishReason }) => ({ content: { role, parts }, finishReason })),
  };
}

function addToCandidate(candidate: Candidate, chunk: JsonObject): void {
  const content = asObject(chunk.content);
  candidate.role ??= content?.role;
  for (const part of asObjects(content?.parts)) candidate.parts.push(part);
  candidate.finishReason = asText(chunk.finishReason) ?? candidate.finishReason;
}
