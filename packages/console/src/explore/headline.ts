import {
  type ExplorePage,
  plural,
  providerDisplayName,
  type SeriesAnswer,
  shareOf,
} from '@faultline/conventions';
import {
  formatCount,
  formatDateTime,
  formatDuration,
  formatMoment,
  formatShare,
  formatWidth,
} from '../format.ts';
import { sumCounts } from './steps.ts';

/** The answer in one sentence: "1.9 % of 41,230 attempts to 9 models failed." */
export function headlineOf({ asked, answer }: ExplorePage): string {
  if (answer === null) return 'This question has no answer.';
  const counts = sumCounts(answer.series.map(({ totals }) => totals));
  const { attempts, bad } = counts;
  const caller = asked.service === '' ? '' : ` of ${asked.service}`;
  if (attempts === 0) return `No attempts${caller} in this time.`;
  const subject = `${formatCount(attempts)} attempts${caller} to ${callee(asked, answer)}`;
  return bad === 0 ? `None of ${subject} failed.` : `${formatShare(shareOf(counts))} of ${subject} failed.`;
}

function callee(asked: ExplorePage['asked'], { series }: SeriesAnswer): string {
  if (asked.model !== '') return asked.model;
  const models = plural(series.length, 'model');
  return asked.provider === '' ? models : `${models} of ${providerDisplayName(asked.provider)}`;
}

export function rangeInWords({ fromMs, untilMs, stepMs }: SeriesAnswer): string {
  const width = formatDuration(untilMs - fromMs);
  return (
    `${formatDateTime(fromMs)} to ${formatMoment(untilMs, fromMs)}: ${width} in steps of ${formatWidth(stepMs)}. ` +
    'Failed is what the vendor or the network failed; refused requests and our own limits are outcomes of their own.'
  );
}
