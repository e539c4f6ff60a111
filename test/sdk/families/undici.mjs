import { chatRequest } from './chat-request.mjs';

/** The package `undici`, as an app without any SDK may use it. */
export const undici = {
  name: 'undici',
  provider: 'openai',
  retries: false,
  leavesOpen: true,
  stopAt: 1,
  // What arrives is text: nobody finds anything wrong with it.
  modelFor: (index) => `gpt-5.4-undici-${index}`,
  open: ({ sdk, url }, { timeoutMs } = {}) => ({ sdk, url, timeoutMs }),
  async json({ sdk, url, timeoutMs }, model, { signal }) {
    const { address, ...request } = chatRequest(url, model, false);
    const { statusCode, body } = await sdk.request(address, {
      ...request,
      signal,
      ...(timeoutMs ? { headersTimeout: timeoutMs } : {}),
    });
    return [statusCode, await body.json()];
  },
  async stream({ sdk, url }, model, { signal }) {
    const { address, ...request } = chatRequest(url, model, true);
    const { body } = await sdk.request(address, { ...request, signal });
    return body;
  },
  ownCases: [
    {
      name: 'the fetch of the package',
      async run({ sdk, url, model }) {
        const { address, ...request } = chatRequest(url, model, false);
        return (await sdk.fetch(address, request)).json();
      },
      expected: { outcome: 'ok', status: 200, hasTokens: true },
    },
  ],
};
