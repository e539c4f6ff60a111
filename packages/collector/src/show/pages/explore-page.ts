import { type ExplorePage, providerDisplayName } from '@faultline/conventions';
import type { SeriesSource } from '../../store/store.ts';
import { askedRange, fieldOf, givenOnly } from './asked-range.ts';
import { axisOver } from './strip-axis.ts';

const defaultMs = 3_600_000;
/** Rows of a table that can be read, and lines of a chart that can be told apart. */
const modelsMax = 40;

/** What became of attempts by model, as the address asks for it. */
export async function readExplorePage(
  query: URLSearchParams,
  source: SeriesSource,
  nowMs: number,
): Promise<ExplorePage> {
  const field = (name: string): string => fieldOf(query, name);
  const [provider, model, service] = [field('provider'), field('model'), field('service')];
  const [from, until] = [field('from'), field('until')];
  const asked = { provider, model, service, from, until };
  const range = askedRange(asked, { nowMs, defaultMs });
  if (typeof range === 'string') return { asked, problem: range, answer: null };
  const { startMs, cellMs, cells } = axisOver(range);
  const untilMs = startMs + cells * cellMs;
  const { series, omitted } = await source.series({
    range: { sinceMs: startMs, untilMs },
    stepMs: cellMs,
    modelsMax,
    filter: givenOnly({ provider, model, service }),
  });
  const named = series.map((each) => ({ ...each, displayName: providerDisplayName(each.provider) }));
  return {
    asked,
    problem: null,
    answer: { fromMs: startMs, untilMs, stepMs: cellMs, series: named, omitted },
  };
}
