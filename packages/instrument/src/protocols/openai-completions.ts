import { asObject, asObjects, isFilled } from './json.ts';
import { openaiChat } from './openai-chat.ts';
import type { Answer, Protocol } from './protocol.ts';

/** OpenAI's legacy Completions, still spoken by vLLM and others: as chat, but each choice holds a `text`. */
export const openaiCompletions: Protocol = {
  ...openaiChat,
  name: 'openai-completions',
  operation: 'text_completion',
  matches: (path) => path.endsWith('/completions') && !openaiChat.matches(path),
  firstContent: /"text"\s*:\s*"[^"]/,
  readBody,
};

function readBody(body: unknown): Answer {
  const answer = openaiChat.readBody(body);
  if (answer.protocol !== 'complete') return answer;
  const choices = asObjects(asObject(body)?.choices);
  return { ...answer, hasContent: choices.some((choice) => isFilled(choice.text)) };
}
