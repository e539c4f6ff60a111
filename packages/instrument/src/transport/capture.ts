import type { Attempt } from '../call/attempt.ts';
import type { Config } from '../config.ts';
import { createContentCapture } from '../content/capture.ts';

/** Has the attempt collect what is said, where the user asked for content; else nothing is done. */
export function capture(attempt: Attempt, requestBody: unknown, { content }: Config): void {
  if (content && requestBody)
    attempt.capture = createContentCapture(attempt.target.protocol, requestBody, content);
}
