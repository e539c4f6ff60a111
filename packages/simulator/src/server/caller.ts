import type { IncomingHttpHeaders } from 'node:http';

/** The endpoint region a request belongs to. Real regions are host names; a loopback server has only one. */
export const regionHeader = 'x-simulator-region';

/** An API key that the simulator reads back as `credential`, in each vendor's own form; for AWS an access key id. */
export function apiKeyFor(provider: string, credential: string): string {
  return `${keyBeginnings[provider] ?? 'simulated-'}${credential}`;
}

const keyBeginnings: Readonly<Record<string, string>> = {
  openai: 'sk-proj-simulated-',
  anthropic: 'sk-ant-api03-simulated-',
  'gcp.gemini': 'AIzaSimulated-',
  'aws.bedrock': 'AKIASIMULATED-',
  groq: 'gsk_simulated-',
};

/** The part of the key after its last dash, whichever way it was sent; empty without a key. */
export function credentialOf(headers: IncomingHttpHeaders, query: URLSearchParams): string {
  const key =
    headers['x-api-key'] ??
    headers['x-goog-api-key'] ??
    // Azure's.
    headers['api-key'] ??
    keyIn(headers.authorization) ??
    query.get('key') ??
    '';
  return String(key).split('-').at(-1) ?? '';
}

/** A bearer token, or the access key id that begins the scope of an AWS signature (SigV4). */
function keyIn(authorization: string | undefined): string | undefined {
  const accessKeyId = /^AWS4-HMAC-SHA256 .*?Credential=([^/]+)\//.exec(authorization ?? '')?.[1];
  return accessKeyId ?? authorization?.replace(/^Bearer /i, '');
}

export function regionOf(headers: IncomingHttpHeaders): string {
  return String(headers[regionHeader] ?? '');
}

/** SDKs of the Stainless family number their retries, those of AWS their attempts. */
export function resendOf(headers: IncomingHttpHeaders): number | null {
  const attempt = /attempt=(\d+)/.exec(String(headers['amz-sdk-request']))?.[1];
  const count = attempt ? Number(attempt) - 1 : Number(headers['x-stainless-retry-count'] ?? Number.NaN);
  return Number.isInteger(count) ? count : null;
}
