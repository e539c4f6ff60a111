import type { HealthState, Wall, WallVendor } from '@faultline/conventions';
import { type Incident, isOpen } from '../../model/incident.ts';
import { isSilenced, type ReviewedIncident, silenceOf } from '../../model/incident-review.ts';
import { type Judgement, judgeModel, networkIncident, worstJudgement } from './state.ts';

/** Advice about one vendor, model or region of it. Whoever follows it must go on without it when it is old. */
export interface HealthVerdict {
  readonly provider: string;
  /** Null: the vendor as a whole. */
  readonly model: string | null;
  /** Null: wherever it is called. */
  readonly region: string | null;
  readonly state: HealthState;
  /** What is in trouble; of a region or a credential the others work. Null without trouble. */
  readonly scope: 'provider' | 'model' | 'region' | 'credential' | 'network' | null;
  /** Id of the incident behind it. */
  readonly incident: string | null;
  /** For people. */
  readonly reason: string;
  /** Since when it is in trouble, epoch milliseconds; null without trouble. */
  readonly sinceMs: number | null;
  /** For how long it may be believed after it was read. */
  readonly ttlSeconds: number;
}

export interface VerdictInput {
  /** Vendors and models with traffic of late, and how the wall sees them. */
  readonly wall: Pick<Wall, 'vendors' | 'dataAtMs' | 'collector'>;
  readonly incidents: readonly ReviewedIncident[];
  readonly nowMs: number;
}

/**
 * A suspicion is often over within seconds, so it is believed only until the next look; what has been confirmed stays for
 * minutes, and recovery may turn back.
 */
const ttlSecondsBy = { suspected: 10, recovering: 20, calm: 30, confirmed: 60 } as const;
/** Data older than this says nothing about now: as long as late attempts may change a frame. */
const staleMs = 60_000;

type Subject = Pick<HealthVerdict, 'provider' | 'model'>;

/** Verdicts of every vendor called of late and each of its models; vendors first, then their models. */
export function verdictsOf(input: VerdictInput): readonly HealthVerdict[] {
  return input.wall.vendors.flatMap((vendor) => verdictsOfVendor(vendor, input));
}

/**
 * The advice about something, or that there is none: nothing is known of what nobody called. A region without a verdict of
 * its own has that of the whole.
 */
export function verdictOn(
  verdicts: readonly HealthVerdict[],
  subject: Subject & Pick<HealthVerdict, 'region'>,
): HealthVerdict {
  const own = verdicts.filter(
    ({ provider, model }) => provider === subject.provider && model === subject.model,
  );
  const found = own.find(({ region }) => region === subject.region) ?? own.find(({ region }) => !region);
  return found ?? unknown(subject, 'Nobody has called it of late.');
}

function verdictsOfVendor(vendor: WallVendor, input: VerdictInput): readonly HealthVerdict[] {
  const { provider, models } = vendor;
  const subjects = [{ provider, model: null }, ...models.map(({ model }) => ({ provider, model }))];
  const blind = blindness(input);
  if (blind !== null) return subjects.map((subject) => unknown(subject, blind));
  const open = input.incidents.filter(({ incident }) => isOpen(incident));
  const judgements = models.map((row) => judgeModel(provider, row.model, row, open));
  const because = networkIncident(open) ?? worstJudgement(judgements)?.because ?? null;
  return [{ state: vendor.state, because }, ...judgements].flatMap((judgement, index) =>
    inItsScope(verdict(subjects[index] as Subject, judgement)),
  );
}

/** Why nothing can be said at all; null when something can. */
function blindness({ wall, nowMs }: VerdictInput): string | null {
  if (wall.collector.state === 'starting') return 'Faultline is starting.';
  if (nowMs - wall.dataAtMs <= staleMs) return null;
  return `Nothing could be evaluated since ${new Date(wall.dataAtMs).toISOString()}.`;
}

function unknown(subject: Subject, reason: string): HealthVerdict {
  const ttlSeconds = ttlSecondsBy.calm;
  return {
    ...subject,
    ...{ region: null, state: 'unknown', scope: null, incident: null, reason, sinceMs: null, ttlSeconds },
  };
}

function verdict(subject: Subject, { state, because }: Judgement): HealthVerdict {
  if (because === null) {
    const reason = state === 'ok' ? 'It answers as usual.' : 'Nobody has called it of late.';
    return { ...unknown(subject, reason), state };
  }
  const { incident, sentence, review } = because;
  const silence = silenceOf(review);
  const isHeld = !isSilenced(because);
  return {
    ...subject,
    region: incident.region,
    state,
    scope: isHeld ? scopeOf(incident, subject) : null,
    incident: incident.id,
    reason: silence === null ? sentence : `${sentence} (${silence})`,
    sinceMs: isHeld ? sinceMsOf(incident, state) : null,
    ttlSeconds: isHeld ? ttlSecondsOf(incident, state) : ttlSecondsBy.calm,
  };
}

function scopeOf(incident: Incident, { model }: Subject): HealthVerdict['scope'] {
  if (incident.class === 'local_network') return 'network';
  if (incident.region !== null) return 'region';
  if (incident.credential !== null) return 'credential';
  return model === null && incident.class !== 'single_model' ? 'provider' : 'model';
}

function sinceMsOf({ firstBadMs, recoveringMs }: Incident, state: HealthState): number {
  return state === 'recovering' ? (recoveringMs ?? firstBadMs) : firstBadMs;
}

function ttlSecondsOf({ confirmedMs }: Incident, state: HealthState): number {
  if (state === 'recovering') return ttlSecondsBy.recovering;
  return confirmedMs === null ? ttlSecondsBy.suspected : ttlSecondsBy.confirmed;
}

/**
 * Where one region or one key is down, the whole is degraded: the rest answers. The region has a verdict of its own. Of a
 * key there is none, because nobody outside knows our names for keys.
 */
function inItsScope(whole: HealthVerdict): readonly HealthVerdict[] {
  if (whole.scope !== 'region' && whole.scope !== 'credential') return [{ ...whole, region: null }];
  const general: HealthVerdict = {
    ...whole,
    region: null,
    state: whole.state === 'down' ? 'degraded' : whole.state,
  };
  return whole.region === null ? [general] : [general, whole];
}
