import { isOpen } from '../../model/incident.js';
import { allChannels, channelNamed } from './channel.js';
/** Incidents that are not one vendor's. */
export const localKey = 'local';
export const ownRequestsKey = 'own requests';
export function incidentKey(provider, subject) {
  return JSON.stringify([provider, subject]);
}
export function openAt({ tracked }, key) {
  const known = tracked.get(key);
  return known && isOpen(known) ? known : undefined;
}
/** All that an incident found by one channel is about. */
export function channelsOf(name) {
  const { subject } = channelNamed(name);
  return allChannels.filter((channel) => channel.subject === subject).map((channel) => channel.name);
}
