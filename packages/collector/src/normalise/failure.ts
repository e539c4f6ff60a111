import { classify, type Ending, type Outcome } from '@faultline/conventions';

/** What a span of a foreign instrumentation shows of a failed call. Empty text where it shows nothing. */
export interface FailureEvidence {
  /** `error.type`: a vendor's code, an exception class or a status; there is no shared vocabulary. */
  readonly errorType: string;
  /** Of the exception event. OTel JS writes the vendor's `code` here when the error has one. */
  readonly exceptionType: string;
  /** Exception and status messages. */
  readonly message: string;
  readonly httpStatus: number | null;
  /** Content had arrived before it failed. */
  readonly hasContent: boolean;
}

/** Longer than any vendor's error code or sentence; patterns run over no more, whatever a sender writes there. */
const nameLengthMax = 200;
const messageLengthMax = 2000;

/** From words and a status, if there is one, to an outcome. `unknown` rather than a vendor blamed without a sign. */
export function outcomeOfFailure(evidence: FailureEvidence): Outcome {
  const { httpStatus, hasContent } = evidence;
  const message = evidence.message.slice(0, messageLengthMax);
  const type = evidence.errorType.slice(0, nameLengthMax);
  const code = evidence.exceptionType.slice(0, nameLengthMax);
  const error = { type, code, message };
  if (httpStatus !== null && httpStatus >= 400) return classify({ transport: 'complete', httpStatus, error });

  const impliedStatus = statusOfClass(type) ?? statusOfClass(code);
  if (impliedStatus !== undefined)
    return classify({ transport: 'complete', httpStatus: impliedStatus, error });

  const words = `${type} ${code} ${message}`;
  const seen = { httpStatus: httpStatus ?? undefined, hasContent };
  // A message may quote anything; what a library calls the failure itself comes first.
  const named = transportIn(`${type} ${code}`);
  const transport = named === 'complete' ? transportIn(words) : named;
  if (transport !== 'complete') return classify({ ...seen, transport });
  if (malformedWords.test(words)) return classify({ ...seen, transport, protocol: 'malformed' });

  const outcome = classify({ ...seen, transport, error });
  if (outcome !== 'vendor_error') return outcome;
  const said = sentences.find(([, pattern]) => pattern.test(message));
  return said?.[0] ?? (vendorWords.test(words) ? 'vendor_error' : 'unknown');
}

function transportIn(words: string): Ending['transport'] {
  return transportWords.find(([, pattern]) => pattern.test(words))?.[0] ?? 'complete';
}

/** Client libraries' own words, in the order of how much they tell: a connect timeout is no answer late in coming. */
const transportWords: readonly (readonly [Ending['transport'], RegExp])[] = [
  ['connect_failed', /\b(UND_ERR_CONNECT_TIMEOUT|ConnectTimeout(Error)?|connect ETIMEDOUT)\b/],
  [
    'timed_out',
    /timeout_?error|_timeout\b|\bETIMEDOUT\b|\brequest_?timeout\b|\btime(d)?[ -]?out\b|timeout(exception)?\b|deadline ?exceeded/i,
  ],
  ['aborted', /\b(API)?(User)?Abort(Error)?\b|\b(operation|request) was aborted\b|cancell?ed|GeneratorExit/i],
  [
    'connect_failed',
    /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT_\w+|\w*ConnectionError|ConnectError|connection[_ ]error|fetch failed)\b/i,
  ],
  [
    'cut',
    /\b(ECONNRESET|EPIPE|socket hang up|premature close|other side closed|terminated$|UND_ERR_SOCKET|IncompleteRead|RemoteProtocolError)\b/i,
  ],
];

const malformedWords = /\b(SyntaxError|JSONDecodeError|JSONParseError|unexpected token|invalid json)\b/i;

/** One of these must be said before an error without a status is the vendor's. */
const vendorWords =
  /(api|server|internal|service|stream)[ _]?(error|exception)|server had an error|unavailable|bad gateway|upstream/i;

/** Frameworks that drop a failure's status and code keep the vendor's sentence; these say that it was not the vendor. */
const sentences: readonly (readonly [Outcome, RegExp])[] = [
  [
    'auth',
    /incorrect api key|invalid (x-)?api[- ]key|api key is (missing|invalid)|\bunauthorized\b|\bforbidden\b/i,
  ],
  ['filtered', /content management policy|content policy|safety system/i],
  [
    'caller_error',
    /maximum context length|input token count .{0,80}exceeds|prompt is too long|context window|does not exist|not found for api version|does not support|unsupported (parameter|value)/i,
  ],
];

/** The vendors' SDKs derive these classes from the status, so a class without its status still tells it. */
const classStatus: ReadonlyMap<string, number> = new Map([
  ['BadRequestError', 400],
  ['AuthenticationError', 401],
  ['PermissionDeniedError', 403],
  ['NotFoundError', 404],
  ['ConflictError', 409],
  ['UnprocessableEntityError', 422],
  ['RateLimitError', 429],
  ['InternalServerError', 500],
  ['ServiceUnavailableError', 503],
  ['DeadlineExceededError', 504],
  ['OverloadedError', 529],
]);

function statusOfClass(name: string): number | undefined {
  // Python qualifies: `openai.RateLimitError`.
  return classStatus.get(name.slice(name.lastIndexOf('.') + 1));
}

/** Statuses a vendor or gateway sends; a sentence may begin with any other number. */
const sentStatuses: ReadonlySet<number> = new Set([
  400, 401, 402, 403, 404, 405, 408, 409, 410, 411, 412, 413, 415, 422, 424, 425, 429, 451, 499, 500, 501,
  502, 503, 504, 520, 521, 522, 523, 524, 525, 529, 530,
]);

/**
 * Where libraries put the status in a sentence: first, after the names of exceptions ("Error: 429 Rate limit ...",
 * "RESOURCE_EXHAUSTED: 429 ..."), in Python "Error code: 429 - ..."; as Google's SDKs do, "[503 Service Unavailable]";
 * as the `code` of a quoted body; or in the words of HTTP clients.
 */
const statusShapes: readonly RegExp[] = [
  /^(?:[\w.]{1,60}: ){0,3}(?:Error code: )?([45]\d\d)(?: |$)/,
  /\[([45]\d\d) [A-Z][a-z]/,
  /^[^{]{0,60}\{.{0,40}?"code": ?([45]\d\d)\b/s,
  /\bstatus(?: code)?:? ([45]\d\d)\b/i,
];

export function statusInText(...texts: readonly string[]): number | null {
  for (const text of texts) {
    if (text === '') continue;
    const start = text.slice(0, messageLengthMax);
    for (const shape of statusShapes) {
      const status = Number(shape.exec(start)?.[1]);
      if (sentStatuses.has(status)) return status;
    }
  }
  return null;
}
