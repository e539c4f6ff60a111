import { providerDisplayName, type SeriesAnswer } from '@faultline/conventions';
import type { SeriesQuestion } from '../../../model/series-question.ts';
import type { SeriesOfModels } from '../../../store/store.ts';

/** What was found, with the question it answers and the names by which people call the vendors. */
export function seriesAnswer(
  { range, stepMs }: Pick<SeriesQuestion, 'range' | 'stepMs'>,
  { series, omitted }: SeriesOfModels,
): SeriesAnswer {
  return {
    fromMs: range.sinceMs,
    untilMs: range.untilMs,
    stepMs,
    series: series.map((each) => ({ ...each, displayName: providerDisplayName(each.provider) })),
    omitted,
  };
}
