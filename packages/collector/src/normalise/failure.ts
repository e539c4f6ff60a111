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
  return outcome === 'vendor_error' && !vendorWords.test(words) ? 'unknown' : outcome;
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
  /(api|server|internal|service|stream)[ _]?(error|exception)|unavailable|bad gateway|upstream/i;

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

/** SDKs begin an error's message with its status: "429 Rate limit reached ...", in Python "Error code: 429 - ...". */
export function statusInText(...texts: readonly string[]): number | null {
  for (const text of texts) {
    const status = Number(/^(?:Error code: )?([45]\d\d)(?: |$)/.exec(text)?.[1]);
    if (sentStatuses.has(status)) return status;
  }
  return null;
}
