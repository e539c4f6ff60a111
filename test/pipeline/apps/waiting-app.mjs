// A program that knows nothing of Faultline: it calls one vendor and waits for the answer, come what may.
import Anthropic from '@anthropic-ai/sdk';

const anthropic = new Anthropic({
  apiKey: 'sk-ant-sample',
  baseURL: process.env.ANTHROPIC_URL,
  maxRetries: 0,
});
const messages = [{ role: 'user', content: 'Hi' }];
await anthropic.messages
  .create({ model: 'claude-opus-4-8', max_tokens: 64, messages })
  .catch(() => undefined);
