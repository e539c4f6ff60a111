import type { Outcome } from '@faultline/conventions';
import type { AttemptSample } from '../model/attempt-sample.ts';
import { type ExplainedIncident, type Incident, isOpen } from '../model/incident.ts';
import type { AttemptSource } from '../store/store.ts';
import { allChannels } from './incident/channel.ts';

/** Adds to incidents the attempts that show them; each is looked for once it is suspected, and again when confirmed. */
export interface EvidenceSamples {
  /** Asks the store for what is not known yet. An incident without any (late answers, a failing store) goes without. */
  gather(incidents: readonly Incident[], atMs: number): Promise<void>;
  addTo<Told extends ExplainedIncident>(told: Told): Told;
}

const lookedAtMax = 50;
const shownMax = 3;
/** An attempt is known by when it ended, an incident by the frame in which that was. */
const marginMs = 2000;
const keptMax = 200;

export function createEvidenceSamples(
  source: AttemptSource,
  onError: (error: unknown) => void,
): EvidenceSamples {
  const known = new Map<
    string,
    { readonly wasConfirmed: boolean; readonly samples: readonly AttemptSample[] }
  >();

  async function look(incident: Incident, atMs: number): Promise<void> {
    const outcomes = outcomesOf(incident);
    const models = incident.evidence.affected.map(({ model }) => model);
    if (outcomes.length === 0) return;
    const found = await source.attemptsThat({
      provider: incident.provider,
      models,
      outcomes,
      range: { sinceMs: incident.firstBadMs - marginMs, untilMs: atMs },
      limit: lookedAtMax,
    });
    known.set(incident.id, { wasConfirmed: incident.confirmedMs !== null, samples: chosen(found) });
    const [oldest] = known.keys();
    if (known.size > keptMax && oldest !== undefined) known.delete(oldest);
  }

  return {
    async gather(incidents, atMs) {
      for (const incident of incidents) {
        const before = known.get(incident.id);
        const isNews = before === undefined || (!before.wasConfirmed && incident.confirmedMs !== null);
        // No page waits for a sample that cannot be had.
        if (isNews && isOpen(incident)) await look(incident, atMs).catch(onError);
      }
    },
    addTo(told) {
      const samples = known.get(told.incident.id)?.samples ?? [];
      if (samples.length === 0) return told;
      const evidence = { ...told.incident.evidence, samples };
      return { ...told, incident: { ...told.incident, evidence } };
    },
  };
}

/** Late answers have no outcome of their own, and our own network no models. */
function outcomesOf({ channel }: Incident): readonly Outcome[] {
  if (channel === 'connection') return [];
  return allChannels.flatMap(({ subject, bad }) => (subject === channel ? [...bad] : []));
}

/** The first one, and then such as the vendor can be asked about, of different models if possible. */
function chosen(found: readonly AttemptSample[]): readonly AttemptSample[] {
  const [first] = found;
  if (!first) return [];
  const named = found.filter(({ vendorRequestId }) => vendorRequestId !== '');
  const byModel = new Map(named.toReversed().map((sample) => [sample.model, sample]));
  const best = [...new Set([first, ...byModel.values(), ...named])].slice(0, shownMax);
  return best.sort((a, b) => a.atMs - b.atMs);
}
