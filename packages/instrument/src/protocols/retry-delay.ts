import { asObject, asObjects, asText } from './json.ts';

/** Google says what to wait inside an error body: `RetryInfo` with a `retryDelay` like `37s` or `0.25s`. */
export function retryDelaySecondsIn(body: unknown): number | undefined {
  const outer = asObject(Array.isArray(body) ? body[0] : body);
  const details = asObjects(asObject(outer?.error)?.details);
  const delay = details.map((detail) => asText(detail.retryDelay)).find((text) => text !== undefined);
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(delay ?? '')?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}
