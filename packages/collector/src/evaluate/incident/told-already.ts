import { answersSince, isGivingUp } from './answers.ts';
import { type Channel, channels, errorsChannel } from './channel.ts';
import { incidentKey, type Moment, nowOf, openAt } from './moment.ts';
import { forgetEvidence, type SeriesState, taintSince } from './series.ts';

/** What one's own broken network explains as well. */
export function isAboutAnswering({ subject }: Channel): boolean {
  return subject === 'errors' || subject === 'latency';
}

/**
 * Late answers are no news while the vendor fails altogether, and deadlines that pass are none while it is known to hang:
 * one fault, one incident.
 */
export function isToldAlready(
  provider: string,
  channel: Channel,
  own: readonly SeriesState[],
  moment: Moment,
): boolean {
  const known = openAt(moment, incidentKey(provider, channel.subject));
  if (channel.subject === 'latency')
    return known === undefined && openAt(moment, incidentKey(provider, 'errors')) !== undefined;
  if (channel !== errorsChannel || openAt(moment, incidentKey(provider, 'latency'))?.kind !== 'hang')
    return false;
  // Among the first deadlines that pass the few failures of every day may hide what these are.
  if (known && known.state !== 'suspected') return false;
  const sinceMs = nowOf(moment) - moment.settings.connectivitySeconds * 1000;
  return isGivingUp(answersSince(own, sinceMs));
}

/** What another incident tells of a vendor speaks for none of its own, and is not what is usual either. */
export function setAside({ series, frame }: Moment, provider: string, told: readonly Channel[]): void {
  for (const [id, each] of series) {
    if (each.provider !== provider) continue;
    const rest = told.reduce(
      (left, { name }) => forgetEvidence(taintSince(left, name, frame.startMs, true), name),
      each,
    );
    series.set(id, rest);
  }
}

/** A suspicion has called nobody: it may be dropped. */
export function dropSuspicion(moment: Moment, key: string): void {
  const known = moment.tracked.get(key);
  if (known?.state === 'suspected')
    moment.tracked.set(key, { ...known, state: 'cleared', resolvedMs: nowOf(moment) });
}

/** While our own network is down a vendor that cannot be reached gathers no evidence, and an older suspicion is dropped. */
export function blameOurselves(moment: Moment, provider: string): void {
  setAside(moment, provider, channels.filter(isAboutAnswering));
  for (const subject of ['errors', 'latency'] as const) dropSuspicion(moment, incidentKey(provider, subject));
}
