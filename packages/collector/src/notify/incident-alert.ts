import { addressBelow } from '../model/address.ts';
import type { Alert } from '../model/alert.ts';
import type { Incident } from '../model/incident.ts';

/**
 * The page of one incident; null while it is only suspected, which never pages. Labels are identity and stay the same
 * for the whole episode; class, numbers and id change or differ between replicas' moments and are annotations.
 */
export function incidentAlert(incident: Incident, sentence: string, publicUrl: string): Alert | null {
  if (incident.confirmedMs === null) return null;
  const url = addressBelow(publicUrl, `/incidents/${incident.id}`);
  const { evidence } = incident;
  return {
    labels: {
      alertname: alertnames[incident.channel],
      severity: 'page',
      scope: 'provider',
      provider: incident.provider ?? 'none',
      // What begins as slowness may turn out to be a hang: one page all the same.
      kind: incident.channel === 'latency' ? 'latency' : incident.kind,
    },
    annotations: {
      summary: sentence,
      incident_id: incident.id,
      incident_class: incident.class,
      incident_url: url,
      models: incident.evidence.affected.map((model) => model.model).join(', '),
      ...(incident.region ? { region: incident.region } : {}),
      ...(incident.credential ? { credential: incident.credential } : {}),
      confidence: incident.confidence.toFixed(3),
      bad: String(evidence.bad),
      attempts: String(evidence.attempts),
      dominant_outcome: evidence.dominantOutcome,
      first_bad: new Date(incident.firstBadMs).toISOString(),
      ...sampleAnnotations(incident),
    },
    startsAtMs: incident.confirmedMs,
    endsAtMs: incident.resolvedMs,
    generatorUrl: url,
  };
}

/** What the vendor's support asks for, and where the trace is. */
function sampleAnnotations({ evidence: { samples = [] } }: Incident): Alert['annotations'] {
  const [first] = samples;
  if (!first) return {};
  const ids = samples.flatMap(({ vendorRequestId }) => (vendorRequestId === '' ? [] : [vendorRequestId]));
  return { sample_trace: first.traceId, ...(ids.length > 0 ? { vendor_request_ids: ids.join(', ') } : {}) };
}

/** By channel, which never changes; the class may widen and narrow within one episode. */
const alertnames: Readonly<Record<Incident['channel'], string>> = {
  errors: 'LLMProviderIncident',
  blank: 'LLMProviderIncident',
  latency: 'LLMProviderIncident',
  rate_limit: 'LLMRateLimitIncident',
  credential: 'LLMCredentialIncident',
  client_error: 'LLMClientErrorIncident',
  connection: 'LLMLocalNetworkIncident',
};
