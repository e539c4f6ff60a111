import { anthropicMessages } from './anthropic-messages.ts';
import { openaiChat } from './openai-chat.ts';
import type { Protocol } from './protocol.ts';

/** Other vendors' models on Vertex AI: their own bodies, under a path of Google's. */
function onVertex(publisher: string, protocol: Protocol): Protocol {
  // Anthropic's token count has the form of a model's name.
  const path = new RegExp(`/publishers/${publisher}/models/((?!count-tokens)[^/:]+):(streamR|r)awPredict$`);
  return {
    ...protocol,
    impliedProvider: 'gcp.vertex_ai',
    matches: (candidate) => path.test(candidate),
    // `claude-sonnet-4@20250514`, with the `@` as it is or encoded.
    modelInPath: (candidate) => path.exec(candidate)?.[1]?.replace('%40', '@'),
    streamInPath: (candidate) => path.exec(candidate)?.[2] === 'streamR' || undefined,
  };
}

export const anthropicOnVertex: Protocol = onVertex('anthropic', anthropicMessages);
export const mistralOnVertex: Protocol = onVertex('mistralai', openaiChat);
