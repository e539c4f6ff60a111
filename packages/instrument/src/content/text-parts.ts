import { asObject, asText } from '../protocols/json.ts';
import type { Part } from './message.ts';
import { withoutDataUrls } from './plain-json.ts';

/** No part for an empty text. */
export function textParts(text: unknown): readonly Part[] {
  return oneTextPart('text', text);
}

export function reasoningParts(text: unknown): readonly Part[] {
  return oneTextPart('reasoning', text);
}

/** The model's words for not answering; OpenAI sets them apart from its text. */
export function refusalParts(text: unknown): readonly Part[] {
  return oneTextPart('refusal', text);
}

function oneTextPart(type: string, text: unknown): readonly Part[] {
  const content = asText(text);
  return content === undefined ? [] : [{ type, content: withoutDataUrls(content) }];
}

/** A text, or the texts of a list of `{ text }`. */
export function joinedText(value: unknown): string {
  if (!Array.isArray(value)) return asText(value) ?? '';
  return value.map((item) => asText(item) ?? asText(asObject(item)?.text) ?? '').join('');
}

/** The pieces of a stream put together: texts that follow each other are one text. */
export function joinAdjacentTexts(parts: readonly Part[]): readonly Part[] {
  const groups: { type: string; texts: string[]; part: Part }[] = [];
  for (const part of parts) {
    const last = groups.at(-1);
    const text = streamedText(part);
    if (text !== undefined && last?.type === part.type) last.texts.push(text);
    else groups.push({ type: part.type, texts: text === undefined ? [] : [text], part });
  }
  return groups.flatMap(({ type, texts, part }) =>
    texts.length > 0 ? oneTextPart(type, texts.join('')) : [part],
  );
}

function streamedText(part: Part): string | undefined {
  if (part.type !== 'text' && part.type !== 'reasoning') return undefined;
  return 'content' in part ? asText(part.content) : undefined;
}
