import type { HealthState, Wall, WallIncident, WallVendor } from '@faultline/conventions';
import { classInWords, incidentSubject, stateWords } from '../words.ts';

/** More would still be read out when the next change comes. */
const sentencesMax = 3;

/** What a screen reader says when a new wall arrives: changes of state only, never numbers. Empty: say nothing. */
export function announceChanges(before: Wall, after: Wall): string {
  const sentences = [...incidentChanges(before, after), ...vendorChanges(before, after)];
  const more = sentences.length - sentencesMax;
  if (more <= 0) return sentences.join(' ');
  return `${sentences.slice(0, sentencesMax).join(' ')} And ${more} more ${more === 1 ? 'change' : 'changes'}.`;
}

/** One that is over before it was ever shown is no news. */
function incidentChanges(before: Wall, after: Wall): string[] {
  const known = new Map(before.incidents.map(({ id, state }) => [id, state]));
  return after.incidents
    .filter(({ id, state }) => known.get(id) !== state && (known.has(id) || state !== 'resolved'))
    .map((incident) => `Incident ${incident.state}: ${incidentName(incident, after)}.`);
}

function incidentName(incident: WallIncident, wall: Wall): string {
  const subject = incidentSubject(incident, wall);
  const words = classInWords(incident.class);
  return subject === null ? words : `${words}, ${subject}`;
}

/** A model's change is only news when its vendor's own state did not change with it. */
function vendorChanges(before: Wall, after: Wall): string[] {
  const known = new Map(before.vendors.map((vendor) => [vendor.provider, vendor]));
  return after.vendors.flatMap((vendor) => {
    const old = known.get(vendor.provider);
    if (!old || old.state !== vendor.state) return [isNow(vendor.displayName, vendor.state)];
    return modelChanges(old, vendor);
  });
}

function modelChanges(before: WallVendor, after: WallVendor): string[] {
  const known = new Map(before.models.map(({ model, state }) => [model, state]));
  return after.models
    .filter(({ model, state }) => known.get(model) !== state)
    .map(({ model, state }) => isNow(model, state));
}

function isNow(name: string, state: HealthState): string {
  return `${name} is now ${stateWords[state]}.`;
}
