import type { Wall, WallRow, WallVendor } from '@faultline/conventions';
import type { HealthOverride } from '../../model/health-override.ts';
import { type Incident, isOpen } from '../../model/incident.ts';
import { isSilenced, type ReviewedIncident, silenceOf } from '../../model/incident-review.ts';
import { admitRatio } from './admit-ratio.ts';
import { withAlternatives } from './alternatives.ts';
import { applyOverrides } from './override.ts';
import { isStale, type Judgement, judgeModel, networkIncident, worstJudgement } from './state.ts';
import {
  calmTtlSeconds,
  type HealthAdvice,
  notCalled,
  type OfficialNotice,
  type Subject,
  unknown,
} from './verdict.ts';

export interface VerdictInput {
  /** Vendors and models with traffic of late, and how the wall sees them. */
  readonly wall: Pick<Wall, 'vendors' | 'dataAtMs' | 'collector'>;
  /** How long "of late" is. */
  readonly recentMs: number;
  readonly incidents: readonly ReviewedIncident[];
  readonly overrides: readonly HealthOverride[];
  readonly nowMs: number;
}

/**
 * A suspicion is often over within seconds, so it is believed only until the next look; what has been confirmed stays for
 * minutes, and recovery may turn back.
 */
const ttlSecondsBy = { suspected: 10, recovering: 20, calm: calmTtlSeconds, confirmed: 60 } as const;

/**
 * Verdicts of every vendor called of late and each of its models, vendors first, then their models; and of whatever
 * operators speak of.
 */
export function verdictsOf(input: VerdictInput): readonly HealthAdvice[] {
  const { wall, overrides, nowMs, recentMs } = input;
  const found = wall.vendors.flatMap((vendor) => verdictsOfVendor(vendor, input));
  return withAlternatives(applyOverrides(found, overrides, { nowMs, windowSeconds: recentMs / 1000 }));
}

/**
 * The advice about something, or that there is none: nothing is known of what nobody called. A region without a verdict of
 * its own has that of the whole, and a model that nobody called what an operator says of its vendor.
 */
export function verdictOn<Advice extends HealthAdvice>(
  verdicts: readonly Advice[],
  subject: Subject & Pick<HealthAdvice, 'region'>,
  windowSeconds: number,
): Advice | HealthAdvice {
  const { provider, model, region } = subject;
  const about = (name: string | null): readonly Advice[] =>
    verdicts.filter((verdict) => verdict.provider === provider && verdict.model === name);
  const own = about(model);
  const found = own.find((verdict) => verdict.region === region) ?? own.find((verdict) => !verdict.region);
  if (found) return found;
  const vendor = about(null).find((verdict) => verdict.override !== null);
  if (vendor) return { ...vendor, model };
  return unknown(subject, notCalled, windowSeconds);
}

function verdictsOfVendor(vendor: WallVendor, input: VerdictInput): readonly HealthAdvice[] {
  const { provider, models } = vendor;
  const subjects: readonly Subject[] = [
    { provider, model: null },
    ...models.map(({ model }) => ({ provider, model })),
  ];
  const blind = blindness(input);
  if (blind !== null) return subjects.map((subject) => unknown(subject, blind, input.recentMs / 1000));
  const open = input.incidents.filter(({ incident }) => isOpen(incident));
  const judgements = models.map((row) => judgeModel(provider, row.model, row, open));
  const rows: readonly WallRow[] = [vendor, ...models];
  const official = noticeOf(vendor);
  return [judgeVendor(vendor, judgements, open), ...judgements].flatMap((judgement, index) => {
    const subject = counted(subjects[index] as Subject, rows[index] as WallRow, input.recentMs);
    return inItsScope(verdict({ ...subject, official }, judgement));
  });
}

/** Told beside the verdict, and asked for nothing in making it. */
function noticeOf({ official }: WallVendor): OfficialNotice | null {
  if (!official) return null;
  const { state, page, readAtMs } = official;
  return { state, page, readAtMs };
}

function judgeVendor(
  { state, errorShare }: WallVendor,
  models: readonly Judgement[],
  open: readonly ReviewedIncident[],
): Judgement {
  const because = networkIncident(open) ?? worstJudgement(models)?.because ?? null;
  if (state !== 'down') return { state, because, failingShare: errorShare };
  // As much as the best of those that are down still bears; the minute still holds answers when an outage begins.
  const shares = models.filter((each) => each.state === 'down').map(({ failingShare }) => failingShare ?? 1);
  return { state, because, failingShare: Math.max(errorShare ?? 0, Math.min(1, ...shares)) };
}

/** Why nothing can be said at all; null when something can. */
function blindness({ wall, nowMs }: VerdictInput): string | null {
  if (wall.collector.state === 'starting') return 'Faultline is starting.';
  if (!isStale(wall, nowMs)) return null;
  return `Nothing could be evaluated since ${new Date(wall.dataAtMs).toISOString()}.`;
}

function counted(subject: Subject, row: WallRow, recentMs: number): HealthAdvice {
  const attempts = Math.round((row.attemptsPerMinute * recentMs) / 60_000);
  return { ...unknown(subject, '', recentMs / 1000), errorShare: row.errorShare, attempts };
}

function verdict(subject: HealthAdvice, judgement: Judgement): HealthAdvice {
  const { state, because, failingShare } = judgement;
  if (because === null) {
    const reason = state === 'ok' ? 'It answers as usual.' : notCalled;
    return { ...subject, state, reason };
  }
  const { incident, sentence, review } = because;
  const silence = silenceOf(review);
  const isHeld = !isSilenced(because);
  const ratio = admitRatio(state, failingShare);
  const ttlSeconds = isHeld ? ttlSecondsOf(incident, state) : ttlSecondsBy.calm;
  return {
    ...subject,
    region: incident.region,
    state,
    scope: isHeld ? scopeOf(incident, subject) : null,
    incident: incident.id,
    reasonClass: incident.class,
    confidence: incident.confidence,
    reason: silence === null ? sentence : `${sentence} (${silence})`,
    sinceMs: isHeld ? sinceMsOf(incident, state) : null,
    admitRatio: ratio,
    retryAfterSeconds: ratio < 1 ? ttlSeconds : null,
    ttlSeconds,
  };
}

function scopeOf(incident: Incident, { model }: Subject): HealthAdvice['scope'] {
  if (incident.class === 'local_network') return 'network';
  if (incident.region !== null) return 'region';
  if (incident.credential !== null) return 'credential';
  return model === null && incident.class !== 'single_model' ? 'provider' : 'model';
}

function sinceMsOf({ firstBadMs, recoveringMs }: Incident, state: HealthAdvice['state']): number {
  return state === 'recovering' ? (recoveringMs ?? firstBadMs) : firstBadMs;
}

function ttlSecondsOf({ confirmedMs }: Incident, state: HealthAdvice['state']): number {
  if (state === 'recovering') return ttlSecondsBy.recovering;
  return confirmedMs === null ? ttlSecondsBy.suspected : ttlSecondsBy.confirmed;
}

/**
 * Where one region or one key is down, the whole is degraded and bears all it usually gets: the rest answers. The region
 * has a verdict of its own. Of a key there is none, because nobody outside knows our names for keys.
 */
function inItsScope(whole: HealthAdvice): readonly HealthAdvice[] {
  if (whole.scope !== 'region' && whole.scope !== 'credential') return [{ ...whole, region: null }];
  const general: HealthAdvice = {
    ...whole,
    region: null,
    state: whole.state === 'down' ? 'degraded' : whole.state,
    admitRatio: 1,
    retryAfterSeconds: null,
  };
  if (whole.region === null) return [general];
  // The wall counts vendors and models, and no regions of them.
  return [general, { ...whole, errorShare: null, attempts: null }];
}
