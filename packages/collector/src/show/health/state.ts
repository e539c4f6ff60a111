import { downShareMin, type HealthState, type Wall, type WallRow } from '@faultline/conventions';
import { type Incident, isVendorFault, type ModelEvidence } from '../../model/incident.ts';
import { isSilenced, type ReviewedIncident } from '../../model/incident-review.ts';

/** What is said of a model or a vendor, and the incident that is the reason. */
export interface Judgement {
  readonly state: HealthState;
  readonly because: ReviewedIncident | null;
  /** The share of calls that get no answer, which made the state; null when it is not known. Of what hangs, all. */
  readonly failingShare: number | null;
}

const badness: Readonly<Record<HealthState, number>> = {
  unknown: 0,
  ok: 1,
  recovering: 2,
  degraded: 3,
  down: 4,
};

/** Neither well nor unknown. */
export function isInTrouble(state: HealthState): boolean {
  return state !== 'ok' && state !== 'unknown';
}

/** Data older than this says nothing about now: as long as late attempts may change a frame. Nor does data from the future. */
const staleMs = 60_000;

export function isStale({ dataAtMs }: Pick<Wall, 'dataAtMs'>, nowMs: number): boolean {
  return Math.abs(nowMs - dataAtMs) > staleMs;
}

/** The state of one model; `open` are the incidents that are not over. */
export function judgeModel(
  provider: string,
  model: string,
  { errorShare }: Pick<WallRow, 'errorShare'>,
  open: readonly ReviewedIncident[],
): Judgement {
  // With our own network down nothing can be said about any vendor.
  const network = networkIncident(open);
  if (network) return { state: 'unknown', because: network, failingShare: null };
  const faults = open.flatMap((because) => {
    const { incident } = because;
    const isOwn = incident.provider === provider && isVendorFault(incident);
    const evidence = isOwn ? incident.evidence.affected.filter((affected) => affected.model === model) : [];
    return evidence.length > 0 ? [{ because, evidence }] : [];
  });
  const held = faults
    .filter(({ because }) => !isSilenced(because))
    .map(({ because, evidence }) => ({ because, ...stateBy(because.incident, evidence, errorShare) }));
  const worst = worstJudgement(held);
  if (worst) return worst;
  // Its calls fail and nobody is held to be at fault: neither bad nor an all-clear.
  const silenced = faults.find(({ evidence }) => evidence.some(isFailing));
  if (silenced) return { state: 'unknown', because: silenced.because, failingShare: null };
  return { state: errorShare === null ? 'unknown' : 'ok', because: null, failingShare: errorShare };
}

export function networkIncident(open: readonly ReviewedIncident[]): ReviewedIncident | undefined {
  return open.find(({ incident }) => incident.class === 'local_network');
}

function stateBy(
  incident: Incident,
  evidence: readonly ModelEvidence[],
  errorShare: number | null,
): Pick<Judgement, 'state' | 'failingShare'> {
  const failing = evidence.filter(isFailing);
  if (failing.length === 0) return { state: 'recovering', failingShare: errorShare };
  // Late answers are answers; none at all is worse than an error.
  if (incident.channel === 'latency')
    return incident.kind === 'hang'
      ? { state: 'down', failingShare: 1 }
      : { state: 'degraded', failingShare: errorShare };
  // The last minute still holds healthy attempts when an outage begins; its own evidence does not.
  const shares = failing.map(({ bad, attempts }) => (attempts === 0 ? 0 : bad / attempts));
  const failingShare = Math.max(errorShare ?? 0, ...shares);
  return { state: failingShare >= downShareMin ? 'down' : 'degraded', failingShare };
}

function isFailing({ recoveredMs }: ModelEvidence): boolean {
  return recoveredMs === null;
}

/** The worst; of several as bad the one that tells most: about more than a region or a key, and confirmed. */
export function worstJudgement(judgements: readonly Judgement[]): Judgement | undefined {
  const rank = ({ state, because }: Judgement): number => {
    const incident = because?.incident;
    const isNarrow = incident !== undefined && (incident.region !== null || incident.credential !== null);
    return badness[state] * 4 + (isNarrow ? 0 : 2) + (incident?.confirmedMs ? 1 : 0);
  };
  return [...judgements].sort((a, b) => rank(b) - rank(a))[0];
}

/** The state of a vendor from those of its models. */
export function vendorState(
  provider: string,
  states: readonly HealthState[],
  open: readonly ReviewedIncident[],
): HealthState {
  const failing = states.filter((state) => state === 'down' || state === 'degraded').length;
  if (failing > 0) {
    const wide = open.some(
      (each) =>
        each.incident.provider === provider && each.incident.class === 'vendor_wide' && !isSilenced(each),
    );
    return states.includes('down') && (wide || failing === states.length) ? 'down' : 'degraded';
  }
  if (states.includes('recovering')) return 'recovering';
  return states.includes('ok') ? 'ok' : 'unknown';
}

export function worstState(states: readonly HealthState[]): HealthState {
  return states.reduce<HealthState>(
    (worst, state) => (badness[state] > badness[worst] ? state : worst),
    'unknown',
  );
}
