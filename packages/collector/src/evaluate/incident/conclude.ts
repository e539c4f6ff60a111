import { isOpen } from '../../model/incident.ts';
import { channelsOf, type Moment } from './moment.ts';
import { forgetEvidence, type SeriesState, taintSince } from './series.ts';
import type { Tracked } from './tracked.ts';

/** Lets the series forget or distrust what a change makes untrue, and drops incidents nobody will re-open. */
export function conclude({ before, series, tracked, settings }: Moment, nowMs: number): void {
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

function settle(series: Map<string, SeriesState>, previous: Tracked | undefined, incident: Tracked): void {
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
function distrust(series: SeriesState, name: Tracked['channel'], { firstBadMs }: Tracked): SeriesState {
  return taintSince(series, name, firstBadMs, true);
}

/** A fault that is over leaves no evidence for the next one; what was none was usual. */
function forget(series: SeriesState, name: Tracked['channel'], { state, firstBadMs }: Tracked): SeriesState {
  const trusted = state === 'cleared' ? taintSince(series, name, firstBadMs, false) : series;
  return forgetEvidence(trusted, name);
}
