import type { ExplainedIncident } from './incident.ts';
import { newestFeedback, type Remark } from './remark.ts';

/** What people and the configuration say about an incident that the detector found. */
export interface Review {
  /** Why nobody is paged for it: the reason of a maintenance; null when there is none. */
  readonly mutedBy: string | null;
  /** Who looked at it and said that the vendor is not at fault; null when nobody did, or took it back. */
  readonly notTheVendor: { readonly author: string; readonly text: string } | null;
}

export interface ReviewedIncident extends ExplainedIncident {
  readonly review?: Review;
}

/** `remarks` oldest first, about this incident and others. */
export function reviewOf(incidentId: string, remarks: readonly Remark[], mutedBy: string | null): Review {
  const feedback = newestFeedback(remarks, incidentId);
  return { mutedBy, notTheVendor: feedback?.verdict === 'not_the_vendor' ? feedback : null };
}

/** Found and told, but nobody is paged for it and it is held against no vendor. */
export function isSilenced({ review }: Pick<ReviewedIncident, 'review'>): boolean {
  return silenceOf(review) !== null;
}

/** Why it is silenced, in words; null when it is not. */
export function silenceOf(review: Review | undefined): string | null {
  if (!review) return null;
  const { mutedBy, notTheVendor } = review;
  if (notTheVendor) {
    const because = notTheVendor.text === '' ? '' : `: ${notTheVendor.text}`;
    return `not the vendor, says ${notTheVendor.author}${because}`;
  }
  return mutedBy === null ? null : `muted: ${mutedBy}`;
}
