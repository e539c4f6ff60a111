import type { Scenario, Truth } from '@faultline/simulator';
import type { ReceivedAlert } from './alert-receiver.ts';
import type { CollectorClient, ReportedIncident } from './collector-client.ts';
import type { Clock } from './sightings.ts';

/** What one play came to; printed as the last line with `--json`. */
export interface Report {
  readonly scenario: string;
  readonly incidents: readonly IncidentReport[];
  readonly calls: number;
  readonly attempts: number;
  readonly alerts: readonly ReceivedAlert[];
  readonly clock: Clock;
}

export interface IncidentReport {
  /** The widest it was: incidents narrow while models recover one by one. */
  readonly class: string;
  readonly provider: string | null;
  readonly models: readonly { readonly model: string; readonly errorShare: number }[];
  readonly firstBadMs: number;
  readonly suspectedMs: number;
  readonly confirmedMs: number | null;
  readonly resolvedMs: number | null;
}

export async function buildReport(
  scenario: Scenario,
  collector: CollectorClient,
  alerts: readonly ReceivedAlert[],
  clock: Clock,
): Promise<Report> {
  const incidents = await collector.incidents();
  return {
    scenario: scenario.name,
    // A suspicion that nothing came of is no incident.
    incidents: incidents.filter((incident) => incident.confirmedMs !== null).map(reportIncident),
    calls: await collector.counter('llm_calls_total'),
    attempts: await collector.counter('llm_attempts_total'),
    alerts: [...alerts],
    clock,
  };
}

function reportIncident(incident: ReportedIncident): IncidentReport {
  return {
    class: incident.widestClass,
    provider: incident.provider,
    models: incident.evidence.affected.map(({ model, attempts, bad }) => ({
      model,
      errorShare: attempts === 0 ? 0 : Number((bad / attempts).toFixed(4)),
    })),
    firstBadMs: incident.firstBadMs,
    suspectedMs: incident.suspectedMs,
    confirmedMs: incident.confirmedMs,
    resolvedMs: incident.resolvedMs,
  };
}

/** Sentences about what is wrong with a report, given what was played; none means that the outage was found. */
export function shortcomings(scenario: Scenario, report: Report): readonly string[] {
  const missed = scenario.truth.filter(
    (truth) =>
      !report.incidents.some((incident) => isAbout(truth, incident) && isRightClass(truth, incident)),
  );
  const invented = report.incidents.filter(
    (incident) => !scenario.truth.some((truth) => isAbout(truth, incident)),
  );
  return [
    ...missed.map((truth) => `not found: ${truth.class} at ${truth.provider ?? 'our own side'}`),
    ...invented.map(
      (incident) => `found without a cause: ${incident.class} at ${incident.provider ?? 'our own side'}`,
    ),
  ];
}

function isRightClass(truth: Truth, incident: IncidentReport): boolean {
  return [truth.class, ...truth.acceptAlso].includes(incident.class);
}

/** A fault of our own requests belongs to no vendor, and shows at each one we send them to. */
function isAbout(truth: Truth, incident: IncidentReport): boolean {
  return incident.provider === truth.provider || (truth.provider === null && isRightClass(truth, incident));
}
