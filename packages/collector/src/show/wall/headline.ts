import { plural, type WallVendor } from '@faultline/conventions';
import type { Incident } from '../../model/incident.ts';
import { isSilenced, type ReviewedIncident, silenceOf } from '../../model/incident-review.ts';
import { sayDuration } from './duration.ts';
import { finding, nameOf, suspicion } from './incident-words.ts';

export interface Answer {
  /** One sentence. */
  readonly headline: string;
  /** The evidence behind it. */
  readonly summary: string;
}

/**
 * The answer before the chart: what is wrong, whose fault it is, since when; or that nothing is. `addendum` is a further
 * sentence about an incident, or nothing.
 */
export function answer(
  open: readonly ReviewedIncident[],
  vendors: readonly WallVendor[],
  nowMs: number,
  addendum: (incident: Incident) => string = () => '',
): Answer {
  const [worst, ...more] = [...open].sort((a, b) => urgency(b) - urgency(a));
  if (worst) {
    const others = more.length > 0 ? ` And ${plural(more.length, 'more incident')}.` : '';
    const silence = silenceOf(worst.review);
    const said = silence === null ? '' : ` It is ${silence}.`;
    const summary = [worst.sentence, addendum(worst.incident)].filter(Boolean).join(' ');
    return { headline: `${headlineOf(worst.incident, nowMs)}${said}${others}`, summary };
  }
  if (vendors.length === 0) {
    return {
      headline: 'No LLM traffic seen yet.',
      summary: 'Register the SDK and the first call appears here.',
    };
  }
  const calling = vendors.filter((vendor) => vendor.attemptsPerMinute > 0);
  if (calling.length === 0) {
    return {
      headline: 'No LLM traffic right now.',
      summary: 'Nobody has called a vendor in the last minute.',
    };
  }
  const names = calling.map((vendor) => vendor.displayName);
  const attempts = calling.reduce((sum, vendor) => sum + vendor.attemptsPerMinute, 0);
  const models = calling.flatMap((vendor) =>
    vendor.models.filter((model) => model.attemptsPerMinute > 0),
  ).length;
  return {
    headline: calling.length === 1 ? `${names[0]} is normal.` : 'All vendors are normal.',
    summary: `${attempts.toLocaleString('en-US')} attempts a minute on ${plural(models, 'model')} of ${names.join(', ')}.`,
  };
}

const order: Readonly<Record<Incident['state'], number>> = {
  confirmed: 3,
  recovering: 2,
  suspected: 1,
  resolved: 0,
  cleared: 0,
};

/** What nobody is paged for comes after everything else. */
function urgency(each: ReviewedIncident): number {
  const { incident } = each;
  const vendorFault = incident.class.startsWith('vendor') || incident.class === 'local_network';
  return (isSilenced(each) ? 0 : 100) + order[incident.state] * 10 + (vendorFault ? 5 : 0);
}

function headlineOf(incident: Incident, nowMs: number): string {
  const name = nameOf(incident);
  if (incident.state === 'recovering') {
    return `${name} answers again; watching for ${sayDuration(nowMs - (incident.recoveringMs ?? nowMs))}.`;
  }
  const words = incident.state === 'suspected' ? suspicion(incident) : finding(incident);
  return `${words}, for ${sayDuration(nowMs - incident.firstBadMs)}.`;
}
