import { downShareMin, type IncidentHead } from '@faultline/conventions';

/** Whether what an incident is about is down, or answers worse. */
export function isIncidentDown({ kind, bad, attempts }: IncidentHead): boolean {
  return kind === 'hang' || bad >= downShareMin * attempts;
}
