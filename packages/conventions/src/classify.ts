import type { Outcome } from './outcome.ts';

/** Everything an observer saw of how one attempt ended. Absent means "not seen", never "no". */
export interface Ending {
  /**
   * `complete`: the body was read to its end. `connect_failed`: DNS, TCP or TLS failed. `cut`: the connection was
   * closed or reset under us. `timed_out`: a deadline of the client passed. `aborted`: the app gave up on purpose.
   */
  readonly transport: 'complete' | 'connect_failed' | 'cut' | 'timed_out' | 'aborted';
  /** Absent when no response head arrived. */
  readonly httpStatus?: number | undefined;
  /** The vendor's typed error from an error body or from an error event inside a 200 stream. */
  readonly error?: VendorError | undefined;
  /** Whether a 2xx body was what its protocol promises. `incomplete`: its terminal event never came. */
  readonly protocol?: 'complete' | 'incomplete' | 'malformed' | undefined;
  /** Text, a tool call or a refusal arrived. */
  readonly hasContent?: boolean | undefined;
  /** The vendor said that its content policy ended the answer. */
  readonly filtered?: boolean | undefined;
}

/** `type`, `code` (or `status`, `reason`) and `message` of a vendor's error body, as sent. */
export interface VendorError {
  readonly type?: string | undefined;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

/** The one place that decides an {@link Outcome}; the order of the questions is the rule. */
export function classify(ending: Ending): Outcome {
  if (ending.transport === 'aborted') return 'cancelled';
  if (ending.transport === 'connect_failed') return 'network';
  if (ending.error) return classifyVendorError(ending.error, ending.httpStatus);
  const { httpStatus } = ending;
  if (httpStatus !== undefined && httpStatus >= 400) return classifyStatus(httpStatus);
  // A connection that breaks after the last event has cut nothing off.
  if (ending.transport === 'cut' && ending.protocol === 'complete') return classifySuccess(ending);
  if (ending.transport === 'timed_out') return ending.hasContent ? 'stalled' : 'timeout';
  if (ending.transport === 'cut') return httpStatus === undefined ? 'network' : 'truncated';
  return classifySuccess(ending);
}

function classifySuccess(ending: Ending): Outcome {
  if (ending.protocol === 'malformed') return 'malformed';
  if (ending.protocol === 'incomplete') return 'truncated';
  if (ending.filtered) return 'filtered';
  if (ending.protocol === 'complete') return ending.hasContent ? 'ok' : 'blank';
  return 'unknown';
}

/**
 * What the vendor's own words mean, most specific first. The status alone misleads: OpenAI sends `insufficient_quota`
 * as 429, Anthropic an empty balance as 400, Gemini a bad key as 400, and streams fail inside a 200.
 */
const meanings: readonly (readonly [Outcome, RegExp])[] = [
  [
    'quota_exhausted',
    /\b(insufficient_quota|billing_(error|hard_limit_reached|not_active)|credit balance is too low|credits are depleted|used all available credits|insufficient (balance|credits|funds)|monthly spending limit|blocked_api_access|inactive subscription|(daily|weekly|monthly) usage limit|calls? ?\/ ?month|api usage limits|servicequotaexceededexception|payment required)\b/i,
  ],
  [
    'auth',
    /\b(authentication_error|permission_error|invalid_api_key|api_key_invalid|api key not valid|unauthenticated|permission_denied|accessdeniedexception|unrecognizedclientexception|invalidsignatureexception|expiredtokenexception|invalid api token)\b/i,
  ],
  ['filtered', /\b(content_filter|content_policy_violation|responsibleaipolicyviolation)\b/i],
  [
    'overloaded',
    /\b(overloaded(_error)?|engine_overloaded|high demand|server_is_overloaded|server busy|slow_down|over[ _]capacity|capacity_exceeded|tier capacity exceeded|service_tier_capacity_exceeded|modelnotreadyexception|serviceunavailableexception too many connections|resource exhausted, please try again later)\b/i,
  ],
  [
    'rate_limited',
    /\b(rate_limit_(error|exceeded)|rate limit|tokens per min|requests per (min|day)|quota exceeded|exceeded your current quota|resource_exhausted|throttlingexception|rate_limited|too[ _]many[ _]requests)\b/i,
  ],
  [
    'caller_error',
    /\b(invalid_request_error|not_found_error|request_too_large|invalid_argument|not_found|failed_precondition|context_length_exceeded|model_not_found|validationexception|resourcenotfoundexception|invalid_request_message|invalid_model)\b/i,
  ],
  [
    'vendor_error',
    /\b(api_error|timeout_error|deadline_exceeded|modeltimeoutexception|request_timeout|server_error|internal_server_error|internal|unavailable|service_unavailable|internalserverexception|serviceunavailableexception|modelerrorexception|modelstreamerrorexception|internalfailure)\b/i,
  ],
];

function classifyVendorError(error: VendorError, httpStatus: number | undefined): Outcome {
  // 402 and 529 each have one meaning whatever the body says.
  if (httpStatus === 402) return 'quota_exhausted';
  if (httpStatus === 529) return 'overloaded';
  const words = `${error.code ?? ''} ${error.type ?? ''} ${error.message ?? ''}`;
  // A gateway's 5xx is the vendor's failure even when its body quotes a caller's mistake.
  const typed = `${error.code ?? ''} ${error.type ?? ''}`;
  const isMeant = ([outcome, pattern]: (typeof meanings)[number]): boolean => {
    if (httpStatus === undefined || httpStatus < 500) return pattern.test(words);
    if (callerSide.has(outcome)) return false;
    return pattern.test(accountSide.has(outcome) ? typed : words);
  };
  const meaning = meanings.find(isMeant);
  if (meaning && !contradicts(meaning[0], httpStatus)) return meaning[0];
  const status = httpStatus !== undefined && httpStatus >= 400 ? httpStatus : statusIn(error.code);
  return status === undefined ? 'vendor_error' : classifyStatus(status);
}

/** Gateways that fail inside a 200 say as `code` the status it would have been. */
function statusIn(code: string | undefined): number | undefined {
  return code !== undefined && /^[45]\d\d$/.test(code) ? Number(code) : undefined;
}

const callerSide: ReadonlySet<Outcome> = new Set(['caller_error', 'auth', 'filtered']);
const accountSide: ReadonlySet<Outcome> = new Set(['rate_limited', 'quota_exhausted']);

/** A 401 or 404 whose text happens to contain "internal" is still a 401 or 404. */
function contradicts(outcome: Outcome, httpStatus: number | undefined): boolean {
  if (httpStatus === undefined || httpStatus < 400 || httpStatus >= 500) return false;
  if (outcome === 'vendor_error') return true;
  return outcome === 'caller_error' && classifyStatus(httpStatus) !== 'caller_error';
}

/** What a status means when the body says nothing typed. */
export function classifyStatus(httpStatus: number): Outcome {
  if (httpStatus === 401 || httpStatus === 403) return 'auth';
  if (httpStatus === 402) return 'quota_exhausted';
  if (httpStatus === 429) return 'rate_limited';
  if (httpStatus === 529) return 'overloaded';
  // A 408 or 504 is an answer: somebody there gave up, not our own deadline. With 424, the model behind Bedrock failed.
  if (httpStatus === 408 || httpStatus === 424 || httpStatus >= 500) return 'vendor_error';
  if (httpStatus >= 400) return 'caller_error';
  return 'unknown';
}
