import type { HealthState, Wall, WallIncident } from '@faultline/conventions';
import { toneOfIncident } from '../parts/state-mark.tsx';

/** The colour of an incident's mark, by the states of the models that it names. */
export function incidentTone(incident: WallIncident, wall: Wall): HealthState {
  return toneOfIncident(incident.state, affectedStates(incident, wall).includes('down'));
}

function affectedStates(incident: WallIncident, wall: Wall): readonly HealthState[] {
  const vendor = wall.vendors.find(({ provider }) => provider === incident.provider);
  if (!vendor) return [wall.state];
  const models = vendor.models.filter(({ model }) => incident.models.includes(model));
  return models.length === 0 ? [vendor.state] : models.map(({ state }) => state);
}
