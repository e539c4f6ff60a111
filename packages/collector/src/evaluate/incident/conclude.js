import { isOpen } from '../../model/incident.js';
import { channelsOf } from './moment.js';
import { forgetEvidence, taintSince } from './series.js';
/** Lets the series forget or distrust what a change makes untrue, and drops incidents nobody will re-open. */
export function conclude({ before, series, tracked, settings }, nowMs) {
  for (const [key, incident] of tracked) {
    const previous = before.tracked[key];
    if (previous !== incident) {
      settle(series, previous, incident);
      continue;
    }
    const closedMs = isOpen(incident) ? nowMs : (incident.resolvedMs ?? nowMs);
    if (nowMs - closedMs > settings.rejoinSeconds * 1000) tracked.delete(key);
  }
}
function settle(series, previous, incident) {
  const hasOpened = isOpen(incident) && !(previous && isOpen(previous));
  if (!hasOpened && isOpen(incident)) return;
  for (const [id, each] of series) {
    if (incident.provider !== null && each.provider !== incident.provider) continue;
    const names = channelsOf(incident.channel);
    series.set(
      id,
      names.reduce(
        (rest, name) => (hasOpened ? distrust(rest, name, incident) : forget(rest, name, incident)),
        each,
      ),
    );
  }
}
/** Baselines distrust what turned out to be a fault. */
function distrust(series, name, { firstBadMs }) {
  return taintSince(series, name, firstBadMs, true);
}
/** A fault that is over leaves no evidence for the next one; what was none was usual. */
function forget(series, name, { state, firstBadMs }) {
  const trusted = state === 'cleared' ? taintSince(series, name, firstBadMs, false) : series;
  return forgetEvidence(trusted, name);
}
