import type { Outcome } from '@faultline/conventions';

/** The outcomes that each count of a vendor's minute adds up. */
export const countedOutcomes: Readonly<
  Record<'serverErrors' | 'rateLimited' | 'timeouts' | 'network', readonly Outcome[]>
> = {
  serverErrors: ['vendor_error', 'overloaded'],
  rateLimited: ['rate_limited', 'quota_exhausted'],
  timeouts: ['timeout', 'stalled'],
  network: ['network'],
};

/** What the app gave up on, and what nobody knows the end of, is no request that a vendor answered or failed. */
export const uncountedOutcomes: readonly Outcome[] = ['cancelled', 'unknown'];
