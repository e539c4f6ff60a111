import type { HealthState, IncidentHead } from '@faultline/conventions';

/** From this share of failed attempts on it is "failing" rather than "degraded", as everywhere. */
const downShareMin = 0.5;

/** The colour of an incident on a page of its own. */
export function toneOfIncident({ state, bad, attempts, kind }: IncidentHead): HealthState {
  switch (state) {
    case 'suspected':
      return 'degraded';
    case 'confirmed':
      return kind === 'hang' || bad >= downShareMin * attempts ? 'down' : 'degraded';
    case 'recovering':
      return 'recovering';
    default:
      return 'ok';
  }
}
