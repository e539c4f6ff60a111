import { providerDisplayName } from '@faultline/conventions';
import { markdownText } from '../../model/markdown.ts';
import type { SlaReport, UptimeReport } from './report.ts';
import type { Period, UptimeFormula } from './uptime.ts';

const formulaText: Readonly<Record<UptimeFormula, string>> = {
  mean_of_5_minutes: 'mean share of requests without server error, over all 5-minute intervals of the month',
  downtime_periods:
    'minutes outside of downtime: 5 or more in a row with over 5 % server errors, 429 left out',
  transactions: 'share of requests that did not fail, 429 left out',
};

/** A report for people. `csvSha256` names the evidence that it was made of. */
export function slaMarkdown(report: SlaReport, csvSha256: string): string {
  const { provider, month, commitment, downtime, excluded, cost } = report;
  // Asked for by whoever asks, and kept under by whoever sends.
  const name = markdownText(providerDisplayName(provider));
  return [
    `# ${name}, ${dateOf(month.sinceMs).slice(0, 7)}: uptime as our own calls saw it`,
    '',
    `From ${minuteOf(month.sinceMs)} to ${minuteOf(month.untilMs)} UTC. ${count(report.requests)} requests, ` +
      `${count(report.serverErrors)} server errors, ${count(report.rateLimited)} rate limited, ` +
      `${count(report.timeouts)} timed out, ${count(report.network)} never left our network. ` +
      `We called in ${report.coveragePercent.toFixed(1)} % of all minutes; what happened in the others we did not see.`,
    '',
    '| formula | uptime | promised so | credit |',
    '| --- | ---: | --- | ---: |',
    ...report.uptime.map(uptimeRow),
    '',
    commitment === null
      ? 'No public commitment of this vendor is known.'
      : `${commitment.product}: ${commitment.uptimePercent === null ? 'no uptime is promised' : `${commitment.uptimePercent} % promised`}. ` +
        `${commitment.note} Source: ${commitment.source}, read ${commitment.retrieved} (${commitment.confidence.replace('_', ' ')}). ` +
        'This is no legal advice; your contract counts.',
    ...(report.claimUntilMs === null ? [] : ['', `A claim must be made by ${dateOf(report.claimUntilMs)}.`]),
    '',
    '## Downtime',
    '',
    ...(downtime.length === 0 ? ['None.'] : downtime.map((each) => `- ${periodText(each)}`)),
    ...(cost === null
      ? []
      : ['', `At the configured price that is ${cost.amount.toFixed(2)} ${cost.currency}.`]),
    '',
    '## Left out',
    '',
    'Calls that the app gave up on, and calls seen by others than their client.',
    ...excluded.map((each) => `- ${periodText(each)}: ${markdownText(each.reason)}`),
    '',
    `Evidence: the minutes as CSV, SHA-256 \`${csvSha256}\`.`,
    '',
  ].join('\n');
}

function uptimeRow({ formula, uptimePercent, isPromised, creditPercent }: UptimeReport): string {
  const uptime = uptimePercent === null ? 'unknown' : `${uptimePercent.toFixed(3)} %`;
  const credit = creditPercent === null ? '' : `${creditPercent} %`;
  return `| ${formulaText[formula]} | ${uptime} | ${isPromised ? 'yes' : ''} | ${credit} |`;
}

function periodText({ sinceMs, untilMs }: Period): string {
  return `${minuteOf(sinceMs)} to ${minuteOf(untilMs)} UTC, ${Math.round((untilMs - sinceMs) / 60_000)} minutes`;
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function minuteOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
