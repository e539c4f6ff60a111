// A program that knows nothing of Faultline: it asks both vendors for streams, again and again, until it is stopped.
import { setTimeout as sleep } from 'node:timers/promises';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

const openai = new OpenAI({ apiKey: 'sk-sample', baseURL: process.env.OPENAI_URL, maxRetries: 1 });
const anthropic = new Anthropic({
  apiKey: 'sk-ant-sample',
  baseURL: process.env.ANTHROPIC_URL,
  maxRetries: 1,
});
const messages = [{ role: 'user', content: 'Hi' }];

async function askOpenAi() {
  const options = { stream: true, stream_options: { include_usage: true } };
  const stream = await openai.chat.completions.create({ model: 'gpt-5.5', messages, ...options });
  for await (const _ of stream);
}

const askAnthropic = () =>
  anthropic.messages.stream({ model: 'claude-opus-4-8', max_tokens: 64, messages }).finalText();

for (;;) {
  await Promise.allSettled([askOpenAi(), askAnthropic()]);
  await sleep(100);
}
