import { channels, errorsChannel } from './channel.js';
import { failsUnanswered } from './hang.js';
import { incidentKey, openAt } from './moment.js';
import { forgetEvidence } from './series.js';
/** What one's own broken network explains as well. */
export function isAboutAnswering({ subject }) {
  return subject === 'errors' || subject === 'latency';
}
/**
 * Late answers are no news while the vendor fails altogether, and timeouts are none while it is known to hang: one
 * fault, one incident.
 */
export function isToldAlready(provider, channel, own, moment) {
  if (openAt(moment, incidentKey(provider, channel.subject))) return false;
  if (channel.subject === 'latency') return openAt(moment, incidentKey(provider, 'errors')) !== undefined;
  if (channel !== errorsChannel || openAt(moment, incidentKey(provider, 'latency'))?.kind !== 'hang')
    return false;
  const { frame, settings } = moment;
  return failsUnanswered(own, frame.startMs + frame.widthMs - settings.connectivitySeconds * 1000);
}
/** While our own network is down a vendor that cannot be reached gathers no evidence, and an older suspicion is dropped. */
export function blameOurselves(moment, provider, nowMs) {
  const { series, tracked } = moment;
  const forgetful = channels.filter(isAboutAnswering);
  for (const [id, each] of series) {
    if (each.provider !== provider) continue;
    series.set(
      id,
      forgetful.reduce((rest, { name }) => forgetEvidence(rest, name), each),
    );
  }
  for (const subject of ['errors', 'latency']) {
    const key = incidentKey(provider, subject);
    const known = tracked.get(key);
    if (known?.state === 'suspected') tracked.set(key, { ...known, state: 'cleared', resolvedMs: nowMs });
  }
}
