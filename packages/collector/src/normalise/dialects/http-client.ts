import { attribute } from '@faultline/conventions';
import { noAttributes, type Span } from '../../decode/span.ts';
import { httpStatusOf, textOf } from '../attribute-value.ts';
import type { Dialect, Reading } from '../dialect.ts';
import { foreignCallKeys, readForeignCall } from '../foreign-call.ts';
import { placeOf } from '../provider-name.ts';

const spanKindClient = 3;

const key = {
  url: ['url.full', 'http.url'],
  path: ['url.path', 'http.target'],
  host: [attribute.serverAddress, 'http.host', 'net.peer.name'],
  method: [attribute.httpMethod, 'http.method'],
} as const;

interface Endpoint {
  readonly path: RegExp;
  readonly operation: string;
  readonly streaming: boolean;
}

/** Where vendors run models; the first group is the model, where the path names it. Other paths list, count or store. */
const endpoints: readonly Endpoint[] = [
  { path: /\/deployments\/([^/]+)\/chat\/completions$/, operation: 'chat', streaming: false },
  { path: /\/deployments\/([^/]+)\/embeddings$/, operation: 'embeddings', streaming: false },
  {
    path: /\/(?:chat\/completions|responses|messages|v[12]\/chat|api\/chat|api\/generate)$/,
    operation: 'chat',
    streaming: false,
  },
  { path: /\/completions$/, operation: 'text_completion', streaming: false },
  { path: /\/(?:embeddings|v[12]\/embed|api\/embed)$/, operation: 'embeddings', streaming: false },
  {
    path: /\/models\/([^/:]+):(?:streamGenerateContent|streamRawPredict)$/,
    operation: 'chat',
    streaming: true,
  },
  { path: /\/models\/([^/:]+):(?:generateContent|rawPredict)$/, operation: 'chat', streaming: false },
  {
    path: /\/models\/([^/:]+):(?:embedContent|batchEmbedContents)$/,
    operation: 'embeddings',
    streaming: false,
  },
  {
    path: /\/model\/([^/]+)\/(?:converse-stream|invoke-with-response-stream)$/,
    operation: 'chat',
    streaming: true,
  },
  { path: /\/model\/([^/]+)\/(?:converse|invoke)$/, operation: 'chat', streaming: false },
];

/**
 * Plain HTTP client spans to hosts of LLM vendors, of any instrumentation. Under the span of a call they are its
 * attempts; alone they are the only witness there is.
 */
export const httpClient: Dialect = {
  name: 'http_client',
  keys: [...Object.values(key).flat(), ...foreignCallKeys],
  read(span: Span): Reading | undefined {
    const { attributes } = span;
    if (span.kind !== spanKindClient || attributes === noAttributes) return undefined;
    const url = textOf(attributes, ...key.url);
    const host = url || textOf(attributes, ...key.host);
    const path = (url === '' ? textOf(attributes, ...key.path) : url).replace(/[?#].*$/, '');
    if (host === '' || path === '' || !isPost(span)) return undefined;
    const endpoint = endpoints.find((candidate) => candidate.path.test(path));
    if (endpoint === undefined || placeOf(host).endpoint === undefined) return undefined;
    const model = endpoint.path.exec(path)?.[1];
    return readForeignCall(span, {
      source: 'http_client',
      operation: endpoint.operation,
      model: model === undefined ? '' : unescaped(model),
      host,
      streaming: endpoint.streaming,
      failure: isExplained(span) ? undefined : noAnswer,
    });
  },
};

function isPost({ attributes }: Span): boolean {
  const method = textOf(attributes, ...key.method);
  return method === '' || method === 'POST';
}

/** A client that stops waiting ends its span without a status and often without an error. */
const noAnswer = { type: '', message: 'request timed out: no response' } as const;

function isExplained({ attributes, exceptions, statusMessage }: Span): boolean {
  const status = httpStatusOf(attributes, attribute.httpStatus, 'http.status_code');
  const isError = exceptions.length > 0 || statusMessage !== '' || attributes.has(attribute.errorType);
  return status !== null || isError;
}

function unescaped(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
