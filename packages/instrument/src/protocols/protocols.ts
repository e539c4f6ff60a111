import { anthropicMessages } from './anthropic-messages.ts';
import { gemini } from './gemini.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';
import type { Protocol } from './protocol.ts';

const protocols: readonly Protocol[] = [openaiChat, openaiResponses, anthropicMessages, gemini];

export function protocolForPath(path: string): Protocol | undefined {
  return protocols.find((protocol) => protocol.matches(path));
}
