import type { Provider } from '../scenario/scenario.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import { gemini } from './gemini.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';
import type { Protocol } from './protocol.ts';

/** The wire protocols of each vendor. A new protocol is a file beside this one and a line here. */
export const protocols: Readonly<Record<Provider, readonly Protocol[]>> = {
  openai: [openaiChat, openaiResponses],
  anthropic: [anthropicMessages],
  'gcp.gemini': [gemini],
};
