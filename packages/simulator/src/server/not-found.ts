import type { SimulatedProvider } from '../scenario/scenario.ts';
import { plainJson, type VendorError } from '../vendors/protocol.ts';

/** What each vendor says to a path it does not know. */
export function notFound(provider: SimulatedProvider, method: string, path: string): VendorError {
  return { status: 404, ...answers[provider](`${method} ${path}`) };
}

type Answer = Pick<VendorError, 'headers' | 'body'>;

const answers: Readonly<Record<SimulatedProvider, (request: string) => Answer>> = {
  openai: (request) =>
    json({
      error: { message: `Invalid URL (${request})`, type: 'invalid_request_error', param: null, code: null },
    }),
  anthropic: () => json({ type: 'error', error: { type: 'not_found_error', message: 'Not found' } }),
  'gcp.gemini': () =>
    json({ error: { code: 404, message: 'Requested entity was not found.', status: 'NOT_FOUND' } }),
  'aws.bedrock': () => ({
    headers: { ...plainJson, 'x-amzn-errortype': 'UnknownOperationException' },
    body: '{}',
  }),
  mistral_ai: () => json({ detail: 'Not Found' }),
  cohere: () => json({ message: '404 page not found' }),
  groq: (request) =>
    json({
      error: {
        message: `Unknown request URL: ${request}. Please check the URL for typos, or see the docs at https://console.groq.com/docs/`,
        type: 'invalid_request_error',
        code: 'unknown_url',
      },
    }),
  ollama: () => ({ headers: { 'content-type': 'text/plain' }, body: '404 page not found' }),
};

function json(body: unknown): Answer {
  return { headers: plainJson, body: JSON.stringify(body) };
}
