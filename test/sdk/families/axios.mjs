import { chatRequest } from './chat-request.mjs';

/** axios over `node:http`. */
export const axios = {
  name: 'axios',
  provider: 'openai',
  retries: false,
  leavesOpen: true,
  stopAt: 1,
  modelFor: (index) => `gpt-5.4-axios-${index}`,
  // axios gives half a JSON document as text.
  open: ({ sdk, url }, { timeoutMs } = {}) => ({ post: sdk.default.post ?? sdk.post, url, timeoutMs }),
  async json({ post, url, timeoutMs }, model, { signal }) {
    const { address, headers, body } = chatRequest(url, model, false);
    const { status, data } = await post(address, body, { headers, signal, timeout: timeoutMs ?? 0 });
    return [status, data];
  },
  async stream({ post, url }, model, { signal }) {
    const { address, headers, body } = chatRequest(url, model, true);
    const { data } = await post(address, body, { headers, signal, responseType: 'stream' });
    return data;
  },
};
