// The source of a bundled program: no module hook can see the SDKs in it, so it hands over each client.
import Anthropic from '@anthropic-ai/sdk';
import { instrument, register } from '@faultline/instrument';
import OpenAI from 'openai';

register();
const openai = instrument(new OpenAI({ apiKey: 'sk-sample', baseURL: process.env.OPENAI_URL }));
const anthropic = instrument(new Anthropic({ apiKey: 'sk-ant-sample', baseURL: process.env.ANTHROPIC_URL }));
const messages = [{ role: 'user', content: 'Hi' }];

async function main() {
  const completion = await openai.chat.completions.create({ model: 'gpt-5.5', messages });
  console.log(completion.choices[0].message.content);
  const stream = anthropic.messages.stream({ model: 'claude-opus-4-8', max_tokens: 64, messages });
  console.log(await stream.finalText());
  process.exitCode = 3;
}

main();
