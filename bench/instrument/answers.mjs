// What the vendors answer: the smallest bodies that hold everything an instrumentation reads.

/** The size of stream that all figures are given for. */
const contentChunks = 200;

const text = 'Hello there, this is a canned answer.';
const tokens = Array.from({ length: contentChunks }, (_, index) => `tok${index} `);

/** @typedef {'openai' | 'anthropic'} Vendor */
/** @typedef {{ json: string, events: string[] }} Answers The JSON body, and the stream event by event. */

const answersOf = { openai: openaiAnswers, anthropic: anthropicAnswers };
/** @type {Map<string, Answers>} */
const answersByModel = new Map();

/**
 * @param {Vendor} vendor
 * @param {string} body of the request
 * @returns {Answers} from the model asked for, in a dated version as vendors name it
 */
export function answersTo(vendor, body) {
  const [, model] = /"model":"([^"]+)"/.exec(body);
  const answers = answersByModel.get(model) ?? answersOf[vendor](`${model}-2026-01-01`);
  answersByModel.set(model, answers);
  return answers;
}

/** SDKs write the request compactly, so a substring tells as much as parsing would. */
export function asksForStream(body) {
  return body.includes('"stream":true');
}

/** @returns {Answers} */
function openaiAnswers(model) {
  const head = { id: 'chatcmpl-1', created: 1, model };
  const message = { role: 'assistant', content: text };
  const usage = {
    prompt_tokens: 11,
    completion_tokens: 7,
    total_tokens: 18,
    prompt_tokens_details: { cached_tokens: 4 },
    completion_tokens_details: { reasoning_tokens: 3 },
  };
  const chunk = (choices, rest = {}) =>
    `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices, ...rest })}\n\n`;
  const delta = (part, finishReason = null) =>
    chunk([{ index: 0, delta: part, finish_reason: finishReason }]);
  return {
    json: JSON.stringify({
      ...head,
      object: 'chat.completion',
      choices: [{ index: 0, finish_reason: 'stop', logprobs: null, message }],
      usage,
    }),
    events: [
      delta({ role: 'assistant', content: '' }),
      ...tokens.map((content) => delta({ content })),
      delta({}, 'stop'),
      chunk([], { usage }),
      'data: [DONE]\n\n',
    ],
  };
}

/** @returns {Answers} */
function anthropicAnswers(model) {
  const usage = {
    input_tokens: 11,
    output_tokens: 7,
    cache_creation_input_tokens: 2,
    cache_read_input_tokens: 4,
  };
  const head = { id: 'msg_01', type: 'message', role: 'assistant', model };
  const ending = { stop_reason: 'end_turn', stop_sequence: null };
  const begun = { ...head, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } };
  const event = (type, rest) => `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`;
  return {
    json: JSON.stringify({ ...head, content: [{ type: 'text', text }], ...ending, usage }),
    events: [
      event('message_start', { message: begun }),
      event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
      ...tokens.map((token) =>
        event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: token } }),
      ),
      event('content_block_stop', { index: 0 }),
      event('message_delta', { delta: ending, usage: { output_tokens: 7 } }),
      event('message_stop', {}),
    ],
  };
}
