import type { Message, OutputMessage, Part } from './message.ts';

/** 300 bytes that no test wants to see again. */
export const png: string = Buffer.alloc(300, 7).toString('base64');

export const parts: Readonly<Record<'png' | 'hello' | 'thought' | 'call' | 'refusal', Part>> = {
  png: { type: 'blob', modality: 'image', mime_type: 'image/png', size: 300 },
  hello: { type: 'text', content: 'hello' },
  thought: { type: 'reasoning', content: 'hm' },
  call: { type: 'tool_call', id: 't1', name: 'w', arguments: { city: 'Oslo' } },
  refusal: { type: 'refusal', content: 'no' },
};

export const brief: readonly Part[] = [{ type: 'text', content: 'be brief' }];

export function said(role: string, ...content: readonly Part[]): Message {
  return { role, parts: content };
}

export function answered(finishReason: string, ...content: readonly Part[]): OutputMessage {
  return { role: 'assistant', parts: content, finish_reason: finishReason };
}
