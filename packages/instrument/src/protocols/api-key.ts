/** Reads one request header by its lower-case name. */
export type GetRequestHeader = (name: string) => string | undefined;

/** Anthropic, Google and Azure have headers of their own, next to everybody's `authorization`. */
const keyHeaders = ['authorization', 'x-api-key', 'x-goog-api-key', 'api-key', 'ocp-apim-subscription-key'];

/** A signature says whose it is: the access key's id is no secret, and stays the same from request to request. */
const awsAccessKey = /^AWS4-[A-Z0-9-]+\s+Credential=([A-Za-z0-9]+)\//;

/** Access keys of AWS sessions and access tokens of Google live for an hour: a name made of one would mean nobody. */
const passingKey = /^(?:ASIA|ya29\.)/;

/** What a request is paid with; undefined without a key, or with one that is gone within the hour. */
export function apiKeyIn(get: GetRequestHeader): string | undefined {
  for (const name of keyHeaders) {
    const value = get(name);
    if (!value) continue;
    const key = awsAccessKey.exec(value)?.[1] ?? value.replace(/^(?:Bearer|Key)\s+/i, '');
    return passingKey.test(key) ? undefined : key;
  }
  return undefined;
}

/** Headers as HTTP clients take them: a `Headers`, a list of pairs or a record in any case, flat pairs (undici). */
export function headerGetter(headers: unknown): GetRequestHeader {
  if (typeof headers !== 'object' || headers === null) return () => undefined;
  if (headers instanceof Headers) return (name) => headers.get(name) ?? undefined;
  const pairs = Array.isArray(headers) ? pairsOf(headers) : Object.entries(headers);
  return (name) => {
    const pair = pairs.find(([key]) => String(key).toLowerCase() === name);
    const value: unknown = Array.isArray(pair?.[1]) ? pair[1][0] : pair?.[1];
    return value === undefined || value === null ? undefined : String(value);
  };
}

function pairsOf(headers: readonly unknown[]): readonly (readonly unknown[])[] {
  if (!headers.every((item) => typeof item === 'string'))
    return headers.filter((item) => Array.isArray(item));
  return headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1]]] : []));
}
