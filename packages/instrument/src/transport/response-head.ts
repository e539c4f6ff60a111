import type { ResponseHead } from '../call/attempt.ts';

/** In the order of trust; a gateway in between may add its own `x-request-id`. */
const requestIdHeaders = [
  'request-id',
  'x-request-id',
  'apim-request-id',
  'x-goog-request-id',
  'x-amzn-requestid',
];

export function readHead(response: Response): ResponseHead {
  const { headers } = response;
  const idHeader = requestIdHeaders.find((name) => headers.get(name));
  return {
    httpStatus: response.status,
    vendorRequestId: idHeader ? (headers.get(idHeader) ?? undefined) : undefined,
    retryAfter: readRetryAfter(headers),
  };
}

/** Seconds. `retry-after-ms` is OpenAI's; `retry-after` is seconds or a date (RFC 9110 10.2.3). */
function readRetryAfter(headers: Headers): number | undefined {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (milliseconds >= 0) return milliseconds / 1000;
  const text = headers.get('retry-after');
  if (!text) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, (at - Date.now()) / 1000);
}
