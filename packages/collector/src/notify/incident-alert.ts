import type { Alert } from '../model/alert.ts';
import type { Incident } from '../model/incident.ts';

/**
 * The page of one incident; null while it is only suspected, which never pages. Labels are identity and stay the same
 * for the whole episode; class, numbers and id change or differ between replicas' moments and are annotations.
 */
export function incidentAlert(incident: Incident, sentence: string, publicUrl: string): Alert | null {
  if (incident.confirmedMs === null) return null;
  const url = new URL(`/incidents/${incident.id}`, publicUrl).href;
  const { evidence } = incident;
  return {
    labels: {
      ...identity(incident),
      severity: 'page',
      scope: 'provider',
      provider: incident.provider ?? 'none',
      kind: incident.kind,
    },
    annotations: {
      summary: sentence,
      incident_id: incident.id,
      incident_class: incident.class,
      incident_url: url,
      models: incident.evidence.affected.map((model) => model.model).join(', '),
      confidence: incident.confidence.toFixed(3),
      bad: String(evidence.bad),
      attempts: String(evidence.attempts),
      dominant_outcome: evidence.dominantOutcome,
      first_bad: new Date(incident.firstBadMs).toISOString(),
    },
    startsAtMs: incident.confirmedMs,
    endsAtMs: incident.resolvedMs,
    generatorUrl: url,
  };
}

function identity(incident: Incident): Readonly<Record<string, string>> {
  switch (incident.widestClass) {
    case 'local_network':
      return { alertname: 'LLMLocalNetworkIncident' };
    case 'rate_limit':
      return { alertname: 'LLMRateLimitIncident' };
    case 'client_error':
      return { alertname: 'LLMClientErrorIncident' };
    case 'credential':
      return { alertname: 'LLMCredentialIncident', credential: incident.credential ?? '' };
    default:
      return { alertname: 'LLMProviderIncident' };
  }
}
