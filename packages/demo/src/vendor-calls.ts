import Anthropic from '@anthropic-ai/sdk';
import { instrument } from '@faultline/instrument';
import { type Arrival, apiKeyFor, type Provider, type Vendors } from '@faultline/simulator';
import { GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';

/** Makes the call an arrival stands for, with the vendor's own SDK, and reads the answer to its end. */
export type MakeCall = (arrival: Arrival) => Promise<void>;

export function createVendorCalls(
  urls: Readonly<Record<Provider, string>>,
  regions: Vendors['regions'],
  timeoutMs: number,
): MakeCall {
  const clients = new Map<string, MakeCall>();
  const create = { anthropic: callAnthropic, openai: callOpenAI, 'gcp.gemini': callGemini };
  return (arrival) => {
    const { provider, credential, region } = arrival;
    const regional = regions.find((each) => each.provider === provider && each.region === region);
    const url = regional?.url ?? urls[provider];
    const key = `${url} ${credential}`;
    const call = clients.get(key) ?? create[provider](url, apiKeyFor(provider, credential), timeoutMs);
    clients.set(key, call);
    return call(arrival);
  };
}

let ticket = 0;

/** Different work each time, except for a stuck job: one request repeated is evidence about that request only. */
function promptOf({ job }: Arrival): string {
  ticket += 1;
  return job ?? `Sum up ticket ${ticket} in one sentence.`;
}

function callAnthropic(baseURL: string, apiKey: string, timeoutMs: number): MakeCall {
  const client = instrument(new Anthropic({ baseURL, apiKey, timeout: timeoutMs }));
  return async (arrival) => {
    const messages = [{ role: 'user' as const, content: promptOf(arrival) }];
    const body = { model: arrival.model, max_tokens: 256, messages };
    if (!arrival.streaming) return void (await client.messages.create(body));
    await client.messages.stream(body).finalMessage();
  };
}

function callOpenAI(origin: string, apiKey: string, timeoutMs: number): MakeCall {
  const client = instrument(new OpenAI({ baseURL: `${origin}/v1`, apiKey, timeout: timeoutMs }));
  return async (arrival) => {
    const messages = [{ role: 'user' as const, content: promptOf(arrival) }];
    if (!arrival.streaming)
      return void (await client.chat.completions.create({ model: arrival.model, messages }));
    const stream = await client.chat.completions.create({ model: arrival.model, messages, stream: true });
    for await (const _chunk of stream);
  };
}

function callGemini(baseUrl: string, apiKey: string, timeoutMs: number): MakeCall {
  const client = instrument(
    // Said, or GOOGLE_GENAI_USE_VERTEXAI of whoever runs the demo would choose another API.
    new GoogleGenAI({ vertexai: false, apiKey, httpOptions: { baseUrl, timeout: timeoutMs } }),
  );
  return async (arrival) => {
    const request = { model: arrival.model, contents: promptOf(arrival) };
    if (!arrival.streaming) return void (await client.models.generateContent(request));
    for await (const _chunk of await client.models.generateContentStream(request));
  };
}
