/** How a call or an attempt ended. Decided when it *has* ended: a stream's HTTP 200 is not a success yet. */
export const outcomes = [
  'ok',
  'vendor_error',
  'overloaded',
  'timeout',
  'stalled',
  'truncated',
  'blank',
  'malformed',
  'network',
  'rate_limited',
  'quota_exhausted',
  'auth',
  'caller_error',
  'filtered',
  'cancelled',
  'unknown',
] as const;

export type Outcome = (typeof outcomes)[number];

/** Who has to act on an outcome. `none` for a success and for an end we cannot explain. */
export type FaultDomain = 'none' | 'vendor' | 'network' | 'account' | 'caller';

export const faultDomain: Readonly<Record<Outcome, FaultDomain>> = {
  ok: 'none',
  vendor_error: 'vendor',
  overloaded: 'vendor',
  timeout: 'vendor',
  stalled: 'vendor',
  truncated: 'vendor',
  blank: 'vendor',
  malformed: 'vendor',
  network: 'network',
  rate_limited: 'account',
  quota_exhausted: 'account',
  auth: 'account',
  caller_error: 'caller',
  filtered: 'caller',
  cancelled: 'caller',
  unknown: 'none',
};

export function isOutcome(text: unknown): text is Outcome {
  return typeof text === 'string' && (outcomes as readonly string[]).includes(text);
}

/** What one outcome means for a service level: good and bad events are the SLI, excluded ones are not counted. */
export type Judgement = 'good' | 'bad' | 'excluded';

export const sliPolicyNames = ['availability', 'user_visible'] as const;
export type SliPolicyName = (typeof sliPolicyNames)[number];

function policy(isBad: (outcome: Outcome) => boolean): Readonly<Record<Outcome, Judgement>> {
  const judge = (outcome: Outcome): Judgement => {
    if (outcome === 'ok' || outcome === 'filtered') return 'good';
    return isBad(outcome) ? 'bad' : 'excluded';
  };
  return Object.fromEntries(outcomes.map((outcome) => [outcome, judge(outcome)])) as Record<
    Outcome,
    Judgement
  >;
}

const isVendorOrNetworkFault = (outcome: Outcome): boolean =>
  faultDomain[outcome] === 'vendor' || faultDomain[outcome] === 'network';

/** `availability` asks "did the vendor serve us?"; `user_visible` also counts our own exhausted limits against us. */
export const sliPolicies: Readonly<Record<SliPolicyName, Readonly<Record<Outcome, Judgement>>>> = {
  availability: policy(isVendorOrNetworkFault),
  user_visible: policy(
    (outcome) =>
      isVendorOrNetworkFault(outcome) || outcome === 'rate_limited' || outcome === 'quota_exhausted',
  ),
};

const judged = (judgement: Judgement): readonly Outcome[] =>
  outcomes.filter((outcome) => sliPolicies.availability[outcome] === judgement);

/** In which the vendor, or the way to it, failed: what "failed" is on the wall, in rules and on dashboards. */
export const badOutcomes: readonly Outcome[] = judged('bad');

/** Of calls that tell how fast a model is. */
export const goodOutcomes: readonly Outcome[] = judged('good');
