// A program that knows nothing of Faultline: one call to each vendor, one of them streamed.
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

const openai = new OpenAI({ apiKey: 'sk-sample', baseURL: process.env.OPENAI_URL });
const anthropic = new Anthropic({ apiKey: 'sk-ant-sample', baseURL: process.env.ANTHROPIC_URL });
const messages = [{ role: 'user', content: 'Hi' }];

const completion = await openai.chat.completions.create({ model: 'gpt-5.5', messages });
console.log(completion.choices[0].message.content);
const stream = anthropic.messages.stream({ model: 'claude-opus-4-8', max_tokens: 64, messages });
console.log(await stream.finalText());
process.exitCode = 3;
