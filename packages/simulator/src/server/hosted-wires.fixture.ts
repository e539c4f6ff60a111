import { badGateway, type ErrorCases, messages, type WireCase } from './wire-case.fixture.ts';

const json = 'application/json';

const mistralErrors: ErrorCases = {
  server_error: [500, json, /^\{"object":"error",.+"type":"internal_server_error"/],
  unavailable: [503, json, /"type":"unreachable_backend"/],
  overloaded: [429, json, /"type":"service_tier_capacity_exceeded","param":null,"code":"3505"/],
  rate_limited: [429, json, /"type":"rate_limited","param":null,"code":"1300","raw_status_code":429/],
  quota_exhausted: [401, json, /"message":"Inactive subscription or usage limit reached"/],
  auth: [401, json, /^\{"detail":"Unauthorized"\}$/],
  bad_request: [400, json, /"type":"invalid_request_message_order"/],
  bad_gateway: badGateway,
};
const cohereErrors: ErrorCases = {
  server_error: [500, json, /"message":"internal server error/],
  unavailable: [503, 'text/plain', /^upstream connect error/],
  overloaded: [503, json, /"message":"the model is currently overloaded/],
  rate_limited: [429, json, /"message":"You are past the per minute request limit/],
  quota_exhausted: [402, json, /"message":"Please add or update your payment method/],
  auth: [401, json, /"message":"invalid api token"/],
  bad_request: [400, json, /"message":"invalid request: /],
  bad_gateway: badGateway,
};
const groqErrors: ErrorCases = {
  server_error: [500, json, /"type":"internal_server_error"/],
  unavailable: [503, json, /"message":"Service Unavailable"/],
  overloaded: [503, json, /is currently over capacity/],
  rate_limited: [429, json, /"type":"tokens","code":"rate_limit_exceeded"/],
  quota_exhausted: [400, json, /"code":"blocked_api_access"/],
  auth: [401, json, /"code":"invalid_api_key"/],
  bad_request: [400, json, /"type":"invalid_request_error"/],
  bad_gateway: badGateway,
};
const ollamaJson = 'application/json; charset=utf-8';
const ollamaErrors: ErrorCases = {
  server_error: [500, ollamaJson, /^\{"error":"model runner has unexpectedly stopped/],
  unavailable: [503, ollamaJson, /Service Temporarily Unavailable/],
  overloaded: [503, ollamaJson, /server busy/],
  rate_limited: [429, ollamaJson, /too many concurrent requests/],
  quota_exhausted: [429, ollamaJson, /weekly usage limit/],
  auth: [401, ollamaJson, /^\{"error":"unauthorized"\}$/],
  bad_request: [400, ollamaJson, /does not support tools/],
  bad_gateway: badGateway,
};

const ollama = {
  provider: 'ollama',
  model: 'llama3.2',
  streamType: /^application\/x-ndjson$/,
  terminal: /"done":true,"done_reason":"stop"[^\n]+\n$/,
  streamError: /\n\{"error":"model runner has unexpectedly stopped[^\n]+\}\n$/,
  requestId: null,
  refused: [{}, 400, /model is required/],
  errors: ollamaErrors,
} as const;

export const hostedWires: readonly WireCase[] = [
  {
    name: 'mistral.chat',
    provider: 'mistral_ai',
    model: 'mistral-large-latest',
    path: () => '/v1/chat/completions',
    body: (stream) => ({ model: 'mistral-large-latest', messages, stream }),
    streamType: /^text\/event-stream/,
    terminal:
      /"finish_reason":"stop"[^\n]+\n\ndata: \[DONE\]\n\n$|"choices":\[\][^\n]+\n\ndata: \[DONE\]\n\n$/,
    content: /"content":"[^"]+/,
    empty: /"choices":\[\]/,
    streamError: /\ndata: \{"object":"error",[^\n]+"raw_status_code":500\}\n\n$/,
    requestId: ['mistral-correlation-id', /^[0-9a-f]{32}$/],
    refused: [
      { model: 'mistral-large-latest' },
      422,
      /"detail":\[\{"type":"missing","loc":\["body","messages"\]/,
    ],
    errors: mistralErrors,
  },
  {
    name: 'cohere.chat',
    provider: 'cohere',
    model: 'command-a-03-2025',
    path: () => '/v2/chat',
    body: (stream) => ({ model: 'command-a-03-2025', messages, stream }),
    streamType: /^text\/event-stream/,
    terminal: /event: message-end\ndata: [^\n]+"finish_reason":"COMPLETE"[^\n]+\n\ndata: \[DONE\]\n\n$/,
    content: /"text":"[^"]+/,
    empty: /"content":\[\]/,
    streamError: /event: message-end\ndata: [^\n]+"error":"[^"]+","finish_reason":"ERROR"/,
    requestId: ['x-debug-trace-id', /^[0-9a-f]{32}$/],
    refused: [{ model: 'command-a-03-2025' }, 400, /messages must be specified/],
    errors: cohereErrors,
  },
  {
    name: 'groq.chat',
    provider: 'groq',
    model: 'llama-3.3-70b-versatile',
    path: () => '/openai/v1/chat/completions',
    body: (stream) => ({ model: 'llama-3.3-70b-versatile', messages, stream }),
    streamType: /^text\/event-stream/,
    terminal: /"x_groq":\{"id":"req_01[^\n]+\n\ndata: \[DONE\]\n\n$/,
    content: /"content":"[^"]+/,
    empty: /"choices":\[\]/,
    streamError:
      /event: error\ndata: \{"error":\{"message":"Internal Server Error",[^\n]+"status_code":500\}\}\n\n$/,
    requestId: ['x-request-id', /^req_01/],
    refused: [{ model: 'llama-3.3-70b-versatile' }, 400, /messages/],
    errors: groqErrors,
  },
  {
    ...ollama,
    name: 'ollama.chat',
    path: () => '/api/chat',
    body: (stream) => ({ model: 'llama3.2', messages, stream }),
    content: /"content":"[^"]+/,
    empty: /"content":""/,
  },
  {
    ...ollama,
    name: 'ollama.generate',
    path: () => '/api/generate',
    body: (stream) => ({ model: 'llama3.2', prompt: 'hello', stream }),
    content: /"response":"[^"]+/,
    empty: /"response":""/,
  },
];
