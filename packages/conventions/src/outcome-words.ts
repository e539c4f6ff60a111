const outcomeWords: Readonly<Record<string, string>> = {
  vendor_error: 'server errors',
  overloaded: 'overloaded',
  timeout: 'timeouts',
  stalled: 'stalled streams',
  truncated: 'truncated answers',
  blank: 'blank answers',
  malformed: 'malformed answers',
  network: 'no connection',
  rate_limited: 'rate limited',
  quota_exhausted: 'quota exhausted',
  auth: 'key refused',
  caller_error: 'requests refused',
};

/** An outcome as a person says it. */
export function outcomeInWords(outcome: string): string {
  return outcomeWords[outcome] ?? outcome.replaceAll('_', ' ');
}
