import { type AffectedModel, type IncidentPage, plural } from '@faultline/conventions';
import { markdownText } from '../../model/markdown.ts';

/** An incident as a Markdown document: for a post-mortem, or a ticket at the vendor's. Times are UTC. */
export function reportOf(page: IncidentPage): string {
  const { incident, clock, models, controls, hypotheses, timeline, samples, cost } = page;
  const sections = [
    `# ${markdownText(incident.title)}`,
    markdownText(incident.sentence),
    table(
      ['', ''],
      [
        ['Incident', incident.id],
        ['State', incident.state],
        ['Whose fault', `${incident.class}, probability ${percent(incident.confidence)}`],
        ['Failed attempts', `${count(incident.bad)} of ${count(incident.attempts)}`],
        [
          'Seen by',
          `${plural(incident.services.length, 'service')}, ${plural(incident.credentials.length, 'key')}`,
        ],
        ...(cost
          ? [
              [
                'Cost',
                `about ${count(Math.round(cost.amount))} ${cost.currency} at ${count(cost.perHour)} an hour`,
              ],
            ]
          : []),
      ],
    ),
    heading('When what happened'),
    table(
      ['', 'UTC'],
      clock.map(({ label, by, atMs }) => [by === 'vendor' ? `${label} (vendor)` : label, time(atMs)]),
    ),
    heading('Models'),
    table(
      ['Model', 'State', 'Errors, peak', 'Mostly', 'Failed', 'Attempts', 'First bad', 'Recovered'],
      models.map(modelRow),
    ),
    heading('Other vendors in the same minutes'),
    table(
      ['Vendor', 'Errors', 'Attempts'],
      controls.map(({ displayName, attempts, bad }) => [displayName, share(bad, attempts), count(attempts)]),
    ),
    heading('Explanations that were weighed'),
    table(
      ['Explanation', 'Probability'],
      hypotheses.map(({ class: name, probability }) => [name, percent(probability)]),
    ),
    heading('Attempts that show it'),
    table(
      ['UTC', 'Model', 'Outcome', 'Trace', 'Request id of the vendor'],
      samples.map((sample) => [
        time(sample.atMs),
        sample.model,
        sample.outcome,
        sample.traceId,
        sample.vendorRequestId,
      ]),
    ),
    heading('Timeline'),
    timeline
      .toReversed()
      .map(({ atMs, who, text: said }) => `- ${time(atMs)} **${markdownText(who)}**: ${markdownText(said)}`)
      .join('\n'),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function heading(words: string): string {
  return `## ${words}`;
}

function modelRow(model: AffectedModel): readonly string[] {
  return [
    model.name,
    model.verdict,
    model.peakShare === null ? '–' : percent(model.peakShare),
    model.dominantOutcome ?? '–',
    count(model.bad),
    count(model.attempts),
    time(model.firstBadMs),
    time(model.recoveredMs),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.';
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(' | ')} |`;
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n');
}

function time(atMs: number | null): string {
  return atMs === null ? '–' : new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}

function count(amount: number): string {
  return amount.toLocaleString('en-US');
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}

function share(bad: number, attempts: number): string {
  return attempts === 0 ? '–' : percent(bad / attempts);
}
