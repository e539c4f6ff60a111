import { badGateway, type ErrorCases, messages, type WireCase } from './wire-case.fixture.ts';

/** The protocols of the vendors that scenarios have traffic for. */

const openaiErrors: ErrorCases = {
  server_error: [500, 'application/json', /"type": "server_error",\s+"param": null,\s+"code": null/],
  unavailable: [503, 'text/plain', /^upstream connect error/],
  overloaded: [503, 'application/json', /engine is currently overloaded/],
  rate_limited: [429, 'application/json', /"code": "rate_limit_exceeded"/],
  quota_exhausted: [429, 'application/json', /"code": "insufficient_quota"/],
  auth: [401, 'application/json', /"code": "invalid_api_key"/],
  bad_request: [400, 'application/json', /"type": "invalid_request_error"/],
  bad_gateway: badGateway,
};
const anthropicErrors: ErrorCases = {
  server_error: [500, 'application/json', /^\{"type":"error","error":\{"details":null,"type":"api_error"/],
  unavailable: [503, 'text/plain', /^upstream connect error/],
  overloaded: [
    529,
    'application/json',
    /"type":"overloaded_error","message":"Overloaded"\},"request_id":"req_011C/,
  ],
  rate_limited: [429, 'application/json', /"type":"rate_limit_error"/],
  quota_exhausted: [
    400,
    'application/json',
    /"type":"invalid_request_error","message":"Your credit balance is too low/,
  ],
  auth: [401, 'application/json', /"type":"authentication_error","message":"invalid x-api-key"/],
  bad_request: [400, 'application/json', /"type":"invalid_request_error"/],
  bad_gateway: badGateway,
};
const googleJson = 'application/json; charset=UTF-8';
const geminiErrors: ErrorCases = {
  server_error: [500, googleJson, /"status": "INTERNAL"/],
  unavailable: [503, googleJson, /currently unavailable[\s\S]+"status": "UNAVAILABLE"/],
  overloaded: [503, googleJson, /overloaded[\s\S]+"status": "UNAVAILABLE"/],
  rate_limited: [429, googleJson, /"status": "RESOURCE_EXHAUSTED"[\s\S]+QuotaFailure[\s\S]+RetryInfo/],
  quota_exhausted: [429, googleJson, /prepayment credits[\s\S]+"status": "RESOURCE_EXHAUSTED"/],
  auth: [400, googleJson, /"status": "INVALID_ARGUMENT"[\s\S]+API_KEY_INVALID/],
  bad_request: [400, googleJson, /"status": "INVALID_ARGUMENT"/],
  bad_gateway: badGateway,
};

export const wiresOfScenarios: readonly WireCase[] = [
  {
    name: 'openai.chat',
    provider: 'openai',
    model: 'gpt-5.5',
    path: () => '/v1/chat/completions',
    body: (stream) => ({ model: 'gpt-5.5', messages, stream, stream_options: { include_usage: true } }),
    streamType: /^text\/event-stream/,
    empty: /"choices": \[\]/,
    refused: [{ model: 'gpt-5.5' }, 400, /messages/],
    terminal: /data: \[DONE\]\n\n$/,
    content: /"content": ?"[^"]+/,
    streamError: /\ndata: \{"error":\{"message":"The server had an error/,
    requestId: ['x-request-id', /^req_/],
    errors: openaiErrors,
  },
  {
    name: 'openai.responses',
    provider: 'openai',
    model: 'gpt-5-mini',
    path: () => '/v1/responses',
    body: (stream) => ({ model: 'gpt-5-mini', input: 'hello', stream }),
    streamType: /^text\/event-stream/,
    empty: /"output": \[\]/,
    refused: [{ model: 'gpt-5-mini' }, 400, /input/],
    terminal: /event: response\.completed\ndata: [^\n]+"usage":\{"input_tokens":\d+[^\n]+\n\n$/,
    content: /"delta":"[^"]+|"text": "[^"]+/,
    streamError:
      /event: error\ndata: \{"type":"error","error":\{[^\n]+"server_is_overloaded"[^\n]+\n\nevent: response\.failed\n/,
    requestId: ['x-request-id', /^req_/],
    errors: openaiErrors,
  },
  {
    name: 'anthropic.messages',
    provider: 'anthropic',
    model: 'claude-opus-4-8',
    path: () => '/v1/messages',
    body: (stream) => ({ model: 'claude-opus-4-8', max_tokens: 100, messages, stream }),
    streamType: /^text\/event-stream/,
    empty: /"content":\[\]/,
    refused: [{ model: 'claude-opus-4-8' }, 400, /messages/],
    terminal: /event: message_stop\ndata: \{"type":"message_stop"\}\n\n$/,
    content: /"type":"text(_delta)?","text":"[^"]+/,
    streamError: /event: error\ndata: \{"type":"error","error":\{"details":null,"type":"overloaded_error"/,
    requestId: ['request-id', /^req_011C/],
    errors: anthropicErrors,
  },
  {
    name: 'gemini.generate_content',
    provider: 'gcp.gemini',
    model: 'gemini-3-pro',
    path: (streaming) =>
      `/v1beta/models/gemini-3-pro:${streaming ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
    body: () => ({ contents: [{ role: 'user', parts: [{ text: 'hello' }] }] }),
    streamType: /^text\/event-stream/,
    empty: /"candidates": \[\]/,
    refused: [{}, 400, /contents/],
    terminal: /"finishReason":"STOP"[^\n]+\r\n\r\n$/,
    content: /"text": ?"[^"]+/,
    streamError: /data: \{"error":\{"code":503,[^\n]+"status":"UNAVAILABLE"\}\}\r\n\r\n$/,
    requestId: null,
    errors: geminiErrors,
  },
];
