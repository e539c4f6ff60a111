import type { HealthState, Wall, WallIncident } from '@faultline/conventions';

/** The colour of an incident's mark. A confirmed one is red only while something it names is failing. */
export function incidentTone(incident: WallIncident, wall: Wall): HealthState {
  switch (incident.state) {
    case 'suspected':
      return 'degraded';
    case 'confirmed':
      return affectedStates(incident, wall).includes('down') ? 'down' : 'degraded';
    case 'recovering':
      return 'recovering';
    case 'resolved':
      return 'ok';
  }
}

function affectedStates(incident: WallIncident, wall: Wall): readonly HealthState[] {
  const vendor = wall.vendors.find(({ provider }) => provider === incident.provider);
  if (!vendor) return [wall.state];
  const models = vendor.models.filter(({ model }) => incident.models.includes(model));
  return models.length === 0 ? [vendor.state] : models.map(({ state }) => state);
}
