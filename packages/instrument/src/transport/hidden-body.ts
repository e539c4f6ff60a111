import type { Attempt } from '../call/attempt.ts';
import type { LlmRequest } from '../call/llm-request.ts';
import { guard } from '../guard.ts';
import type { FetchInput, FetchOptions } from './request.ts';

/**
 * A `Request` object does not show its body without consuming it. A clone does, a moment later: long before the answer,
 * and the request is on its way all the same.
 */
export function identifyLater(
  input: FetchInput,
  init: FetchOptions | undefined,
  attempt: Attempt,
  recognise: (body: string) => LlmRequest | undefined,
): void {
  if (!(input instanceof Request) || init?.body || !input.body || input.bodyUsed) return;
  input
    .clone()
    .text()
    .then(
      (body) =>
        guard(() => {
          const request = recognise(body);
          if (request) attempt.identify(request);
        }),
      // What cannot be read stays unknown; the app meets the same error at its own request.
      () => {},
    );
}
