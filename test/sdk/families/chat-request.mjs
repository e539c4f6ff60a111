/** A chat completion as an app writes it that has no SDK. */
export function chatRequest(url, model, stream) {
  return {
    address: `${url}/v1/chat/completions`,
    method: 'POST',
    headers: { authorization: 'Bearer sk-plain-12345678', 'content-type': 'application/json' },
    body: JSON.stringify({
      model,
      messages: [{ role: 'user', content: 'Say something.' }],
      ...(stream ? { stream, stream_options: { include_usage: true } } : {}),
    }),
  };
}
