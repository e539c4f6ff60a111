import { answersSince, isForWantOfAnswers } from './answers.ts';
import { type Channel, channels, errorsChannel } from './channel.ts';
import { incidentKey, type Moment, openAt } from './moment.ts';
import { forgetEvidence, type SeriesState } from './series.ts';

/** What one's own broken network explains as well. */
export function isAboutAnswering({ subject }: Channel): boolean {
  return subject === 'errors' || subject === 'latency';
}

/**
 * Late answers are no news while the vendor fails altogether, and timeouts are none while it is known to hang: one
 * fault, one incident.
 */
export function isToldAlready(
  provider: string,
  channel: Channel,
  own: readonly SeriesState[],
  moment: Moment,
): boolean {
  if (openAt(moment, incidentKey(provider, channel.subject))) return false;
  if (channel.subject === 'latency') return openAt(moment, incidentKey(provider, 'errors')) !== undefined;
  if (channel !== errorsChannel || openAt(moment, incidentKey(provider, 'latency'))?.kind !== 'hang')
    return false;
  const { frame, settings } = moment;
  const sinceMs = frame.startMs + frame.widthMs - settings.connectivitySeconds * 1000;
  return isForWantOfAnswers(answersSince(own, sinceMs));
}

/** While our own network is down a vendor that cannot be reached gathers no evidence, and an older suspicion is dropped. */
export function blameOurselves(moment: Moment, provider: string, nowMs: number): void {
  const { series, tracked } = moment;
  const forgetful = channels.filter(isAboutAnswering);
  for (const [id, each] of series) {
    if (each.provider !== provider) continue;
    series.set(
      id,
      forgetful.reduce((rest, { name }) => forgetEvidence(rest, name), each),
    );
  }
  for (const subject of ['errors', 'latency'] as const) {
    const key = incidentKey(provider, subject);
    const known = tracked.get(key);
    if (known?.state === 'suspected') tracked.set(key, { ...known, state: 'cleared', resolvedMs: nowMs });
  }
}
