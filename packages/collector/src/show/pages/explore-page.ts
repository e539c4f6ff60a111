import type { ExplorePage } from '@faultline/conventions';
import { hourMs, type Kept } from '../../model/rollup.ts';
import type { SeriesSource } from '../../store/store.ts';
import { seriesAnswer } from '../http/api/series-answer.ts';
import { askedRange, fieldOf, givenOnly } from './asked-range.ts';
import { axisOver, rangeOf } from './strip-axis.ts';

/** Rows of a table that can be read, and lines of a chart that can be told apart. */
const modelsMax = 40;

/** What became of attempts by model, as the address asks for it. */
export async function readExplorePage(
  query: URLSearchParams,
  source: SeriesSource,
  kept: Kept,
): Promise<ExplorePage> {
  const field = (name: string): string => fieldOf(query, name);
  const [provider, model, service] = [field('provider'), field('model'), field('service')];
  const [from, until] = [field('from'), field('until')];
  const asked = { provider, model, service, from, until };
  const range = askedRange(asked, { nowMs: kept.nowMs, defaultMs: hourMs });
  if (typeof range === 'string') return { asked, problem: range, answer: null };
  const axis = axisOver(range, kept);
  const question = { range: rangeOf(axis), stepMs: axis.cellMs, modelsMax };
  const found = await source.series({ ...question, filter: givenOnly({ provider, model, service }) });
  return { asked, problem: null, answer: seriesAnswer(question, found) };
}
