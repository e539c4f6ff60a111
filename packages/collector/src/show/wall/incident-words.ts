import { providerDisplayName } from '@faultline/conventions';
import { concernedModels, type Incident, isOpen, modelsCalled } from '../../model/incident.ts';

/** A heading for a page about it: as long as it is open what is wrong, and then what was. */
export function titleOf(incident: Incident): string {
  if (incident.state === 'suspected') return suspicion(incident);
  // Nothing was found: it must not read as if something had been.
  if (incident.state === 'cleared') return `A suspicion that came to nothing: ${suspicion(incident)}`;
  if (incident.state === 'recovering') return `${nameOf(incident)} answers again, being watched`;
  return isOpen(incident) ? finding(incident) : past(finding(incident));
}

const pastOf: readonly (readonly [RegExp, string])[] = [
  [/ is failing /, ' failed '],
  [/ can be reached/, ' could be reached'],
  [/ is limiting us/, ' limited us'],
  [/ refuses /, ' refused '],
  [/ answers /, ' answered '],
  [/ does not answer /, ' did not answer '],
];

function past(words: string): string {
  return pastOf.reduce((said, [now, then]) => said.replace(now, then), words);
}

/** Whom it is about. */
export function nameOf({ provider, channel }: Incident): string {
  if (provider !== null) return providerDisplayName(provider);
  return channel === 'connection' ? 'Our network' : 'More than one vendor';
}

/** What is wrong, once it is sure. */
export function finding(incident: Incident): string {
  const name = nameOf(incident);
  switch (incident.channel) {
    case 'connection':
      return 'Our own network: no vendor can be reached';
    case 'rate_limit':
      return `${name} is limiting us: our rate limit or quota`;
    case 'credential':
      return `${name} refuses ${keys(incident)}`;
    case 'client_error':
      return `${name} refuses our requests: look at the last deploy`;
    case 'blank':
      return `${name} answers with nothing ${where(incident)}`;
    case 'latency':
      return incident.kind === 'hang'
        ? `${name} does not answer ${where(incident)}`
        : `${name} answers late ${where(incident)}`;
    case 'errors':
      return `${name} is failing ${where(incident)}`;
  }
}

/** The same before it is. */
export function suspicion(incident: Incident): string {
  const name = nameOf(incident);
  switch (incident.channel) {
    case 'connection':
      return 'No vendor can be reached: probably our own network';
    case 'rate_limit':
      return `${name} may be limiting us`;
    case 'credential':
      return `${name} may be refusing ${keys(incident)}`;
    case 'client_error':
      return `${name} may be refusing our requests`;
    case 'latency':
      return `${name} may be answering late ${where(incident)}`;
    default:
      return `${name} may be failing ${where(incident)}`;
  }
}

function keys(incident: Incident): string {
  return incident.credential === null ? 'our keys' : 'one of our keys';
}

function where(incident: Incident): string {
  return incident.class === 'credential' ? `on ${keys(incident)}` : models(incident);
}

function models(incident: Incident): string {
  const called = modelsCalled(incident.evidence);
  const place = incident.region ? ` in ${incident.region}` : '';
  const concerned = concernedModels(incident);
  const [only] = concerned;
  if (concerned.length === 1 && only) return `on ${only}${place}`;
  if (concerned.length === called.size) return `on all ${called.size} models${place}`;
  return `on ${concerned.length} of ${called.size} models${place}`;
}
