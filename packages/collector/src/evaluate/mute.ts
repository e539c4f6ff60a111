import { type Incident, isOpen } from '../model/incident.ts';
import { type Correction, correctedIn } from './slo/corrections.ts';

/**
 * The reason why nobody is paged for an incident now; null when somebody is. Of one that is over, when it ended: an alert
 * that was never told must not be told to be over. An incident that outlasts the maintenance pages when that ends.
 */
export function mutedBy(
  incident: Incident,
  maintenances: readonly Correction[],
  nowMs: number,
): string | null {
  const atMs = incident.resolvedMs ?? nowMs;
  const holding = maintenances.filter(
    (maintenance) =>
      isOfVendors(maintenance) && correctedIn(maintenance, { sinceMs: atMs, untilMs: atMs + 1 }).length > 0,
  );
  const { provider } = incident;
  // An incident that also concerns something else is worth a page.
  const reasons = concerned(incident).map(
    (model) => holding.find(({ match }) => isAbout(match, provider, model))?.reason,
  );
  return reasons.includes(undefined) ? null : [...new Set(reasons)].join('; ');
}

/** Of an incident as it was stored: of one that is over, what was the reason then. */
export function muteOf(
  incident: Incident,
  maintenances: readonly Correction[],
  nowMs: number,
): string | null {
  return isOpen(incident) ? mutedBy(incident, maintenances, nowMs) : (incident.mutedBy ?? null);
}

/** Incidents know no environments, and a maintenance of one service says nothing of the others. */
function isOfVendors({ match }: Correction): boolean {
  return match.service === undefined && match.environment === undefined;
}

function isAbout({ provider, model }: Correction['match'], of: string | null, what: string | null): boolean {
  return (provider === undefined || provider === of) && (model === undefined || model === what);
}

/** Models, of our own network everything. */
function concerned({ provider, models, evidence }: Incident): readonly (string | null)[] {
  if (provider === null) return [null];
  if (models.length > 0) return models;
  const affected = evidence.affected.map(({ model }) => model);
  return affected.length > 0 ? affected : [null];
}
