/** What a server wants to be told so that it need not say the same again. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** Why a page could not be read, as metrics count it. */
export type ReadFailure =
  | 'timeout'
  | 'unreachable'
  | 'status'
  | 'redirect'
  | 'content_type'
  | 'too_large'
  | 'shape';

export type FetchedDocument =
  | { readonly kind: 'body'; readonly text: string; readonly validators: Validators }
  | { readonly kind: 'unchanged' }
  /** It is at another host now. Nobody may follow there unasked: that host would speak for the vendor. */
  | { readonly kind: 'moved'; readonly to: string }
  | {
      readonly kind: 'failed';
      readonly reason: ReadFailure;
      readonly problem: string;
      /** The server asks to be left alone that long. */
      readonly retryAfterMs: number | null;
    };

export interface FetchDocumentOptions {
  readonly url: string;
  readonly contentType: RegExp;
  readonly validators: Validators | null;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  /** Ends the request when the collector stops. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly bodyBytesMax: number;
}

/** `http` to `https`, a slash at the end, a new path: more in a row is a circle. */
const redirectsMax = 3;

/** Reads one document. Never throws: a status page that fails is nothing unusual. */
export async function fetchDocument(options: FetchDocumentOptions): Promise<FetchedDocument> {
  const timeout = new AbortController();
  const cancel = (): void => timeout.abort();
  // By hand: `AbortSignal.any` on a signal that lives as long as the process leaves something behind each time.
  options.signal.addEventListener('abort', cancel, { once: true });
  const timer = setTimeout(cancel, options.timeoutMs);
  try {
    return await follow(options, timeout.signal);
  } catch (error) {
    if (timeout.signal.aborted) return failed('timeout', `no answer within ${options.timeoutMs / 1000} s`);
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    return failed('unreachable', code);
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', cancel);
  }
}

async function follow(options: FetchDocumentOptions, signal: AbortSignal): Promise<FetchedDocument> {
  let address = new URL(options.url);
  for (let redirects = 0; redirects <= redirectsMax; redirects += 1) {
    const response = await options.fetch(address, {
      headers: headersFor(options),
      redirect: 'manual',
      signal,
    });
    const to = redirectOf(response, address);
    if (to === null) return await take(response, options);
    await response.body?.cancel();
    if (!isSamePlace(address, to)) return { kind: 'moved', to: to.href };
    address = to;
  }
  return failed('redirect', `more than ${redirectsMax} redirects`);
}

function headersFor({ contentType, validators }: FetchDocumentOptions): Record<string, string> {
  const headers: Record<string, string> = {
    accept: contentType.test('application/json')
      ? 'application/json'
      : 'application/rss+xml, application/xml',
    'user-agent': 'faultline',
  };
  if (validators?.etag) headers['if-none-match'] = validators.etag;
  if (validators?.lastModified) headers['if-modified-since'] = validators.lastModified;
  return headers;
}

function redirectOf({ status, headers }: Response, from: URL): URL | null {
  const location = headers.get('location');
  const isRedirect = [301, 302, 303, 307, 308].includes(status);
  return isRedirect && location !== null && URL.canParse(location, from.href)
    ? new URL(location, from)
    : null;
}

/** The same host, and not without the encryption it had. */
function isSamePlace(from: URL, to: URL): boolean {
  if (to.hostname !== from.hostname) return false;
  if (from.protocol === 'http:' && to.protocol === 'https:') return true;
  return to.protocol === from.protocol && to.port === from.port;
}

async function take(response: Response, options: FetchDocumentOptions): Promise<FetchedDocument> {
  const { status, headers, body } = response;
  if (status === 304 && options.validators) return { kind: 'unchanged' };
  const refuse = async (reason: ReadFailure, problem: string): Promise<FetchedDocument> => {
    await body?.cancel();
    return failed(reason, problem, retryAfterMs(headers, options.now()));
  };
  if (status !== 200) return refuse('status', `it answers with status ${status}`);
  const type = headers.get('content-type') ?? 'none';
  // A login page, a bot check, an error page: all of them come with 200.
  if (!options.contentType.test(type))
    return refuse('content_type', `it has the content type ${type.slice(0, 60)}`);
  const text = await readAtMost(body, options.bodyBytesMax);
  if (text === null) return failed('too_large', `it is larger than ${options.bodyBytesMax} bytes`);
  const validators = { etag: headers.get('etag'), lastModified: headers.get('last-modified') };
  return { kind: 'body', text, validators };
}

/** Counted as it comes: a length that is promised, or compressed, says nothing. */
async function readAtMost(body: Response['body'], bytesMax: number): Promise<string | null> {
  if (!body) return '';
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.byteLength;
    // Leaving the loop cancels the stream.
    if (bytes > bytesMax) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** `Retry-After` is seconds or a date (RFC 9110 10.2.3). */
function retryAfterMs(headers: Headers, nowMs: number): number | null {
  const text = headers.get('retry-after') ?? '';
  const afterMs = Number.isNaN(Number(text)) ? Date.parse(text) - nowMs : Number(text) * 1000;
  return Number.isFinite(afterMs) && afterMs > 0 ? afterMs : null;
}

function failed(reason: ReadFailure, problem: string, afterMs: number | null = null): FetchedDocument {
  return { kind: 'failed', reason, problem, retryAfterMs: afterMs };
}
