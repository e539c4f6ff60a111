import type { IncomingHttpHeaders } from 'node:http';

/** The endpoint region a request belongs to. Real regions are host names; a loopback server has only one. */
export const regionHeader = 'x-simulator-region';

/** An API key that the simulator reads back as `credential`, in each vendor's own form. */
export function apiKeyFor(provider: string, credential: string): string {
  if (provider === 'anthropic') return `sk-ant-api03-simulated-${credential}`;
  if (provider === 'gcp.gemini') return `AIzaSimulated-${credential}`;
  return `sk-proj-simulated-${credential}`;
}

/** The part of the key after its last dash, whichever way it was sent; empty without a key. */
export function credentialOf(headers: IncomingHttpHeaders, query: URLSearchParams): string {
  const bearer = headers.authorization?.replace(/^Bearer /i, '');
  const key = headers['x-api-key'] ?? headers['x-goog-api-key'] ?? bearer ?? query.get('key') ?? '';
  return String(key).split('-').at(-1) ?? '';
}

export function regionOf(headers: IncomingHttpHeaders): string {
  return String(headers[regionHeader] ?? '');
}

/** Every SDK of the Stainless family numbers its retries. */
export function resendOf(headers: IncomingHttpHeaders): number | null {
  const count = Number(headers['x-stainless-retry-count'] ?? Number.NaN);
  return Number.isInteger(count) ? count : null;
}
