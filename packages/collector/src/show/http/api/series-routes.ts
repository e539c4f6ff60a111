import { Hono } from 'hono';
import { z } from 'zod';
import type { Retention } from '../../../model/retention.ts';
import { isKept, type Kept, keptFor } from '../../../model/rollup.ts';
import type { SeriesSource, TimeRange } from '../../../store/store.ts';
import { misfitText } from '../problem.ts';
import { ask, json, type Operation } from './operation.ts';
import { name, providerName, rangeOf, timeText, upTo } from './query.ts';
import { seriesAnswer } from './series-answer.ts';
import { seriesAnswer as answerSchema } from './series-schema.ts';

export interface SeriesRoutesOptions {
  readonly source: SeriesSource;
  readonly retention: Retention;
  readonly now: () => number;
}

interface SeriesQuery {
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  readonly stepSeconds?: number | undefined;
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  readonly region?: string | undefined;
  readonly service?: string | undefined;
  readonly models?: number | undefined;
}

const defaultMs = 3 * 3_600_000;
/** As many as a wide screen shows apart. */
const pointsWanted = 180;
/** An answer that a browser still draws at once: 1,500 points of a hundred models are some megabytes. */
const pointsMax = 1_500;
const modelsDefault = 20;
const modelsMax = 100;
const stepsSeconds = [2, 10, 30, 60, 300, 900, 1_800, 3_600, 21_600, 43_200, 86_400] as const;

const getSeries: Operation<SeriesQuery> & { readonly query: z.ZodType<SeriesQuery> } = {
  method: 'get',
  path: '/series',
  id: 'getSeries',
  tag: 'Explore',
  summary: 'Attempts by model and outcome, and how fast answers came, over time',
  description: `Without \`from\` the last three hours. Steps begin at multiples of their length, in UTC, and at most ${pointsMax} fit into an answer. Without \`stepSeconds\` they are as long as shows ${pointsWanted} at most.`,
  query: z.strictObject({
    from: timeText.optional().describe('Beginning of the first step is at or before it.'),
    until: timeText.optional().describe('Now when left out, and never later.'),
    stepSeconds: upTo(86_400, 2)
      .optional()
      .describe('A multiple of 2; of 60 or 3,600 it reaches further back.'),
    provider: providerName.optional(),
    model: name.optional().describe('As it was asked for.'),
    region: name.optional().describe("Of the vendor's endpoint."),
    service: name.optional().describe('`service.name` of the app.'),
    models: upTo(modelsMax)
      .optional()
      .describe(`Of more models those with most attempts; ${modelsDefault} when left out.`),
  }),
  answers: [json(answerSchema, 'A series for each model that was called.')],
  problems: ['bad-query', 'store-unavailable'],
  example: '/series?provider=anthropic&stepSeconds=60',
};

export const seriesOperations: readonly Operation[] = [getSeries];

/** `GET /series`: what became of attempts, from the rollup that fits the step. */
export function createSeriesRoutes({ source, retention, now }: SeriesRoutesOptions): Hono {
  const app = new Hono();
  ask(app, getSeries, async ({ from, until, stepSeconds, models = modelsDefault, ...filter }, context) => {
    const nowMs = now();
    const { hoursDays } = retention;
    const rules = { nowMs, defaultMs, keptDays: hoursDays, keptBy: 'retention.hoursDays' };
    const range = rangeOf({ from, until }, rules);
    if (typeof range === 'string') return misfitText(context, 'bad-query', range);
    const steps = stepsOf(range, stepSeconds, { retention, nowMs });
    if (typeof steps === 'string') return misfitText(context, 'bad-query', steps);
    const found = await source.series({ ...steps, modelsMax: models, filter });
    return context.json(seriesAnswer(steps, found));
  });
  return app;
}

interface Steps {
  readonly range: TimeRange;
  readonly stepMs: number;
}

/** Whole steps that hold the range, or why there are none. */
function stepsOf(range: TimeRange, stepSeconds: number | undefined, kept: Kept): Steps | string {
  const step = stepSeconds ?? fittingStep(range, kept);
  if (step % 2 !== 0) return `stepSeconds: expected a multiple of 2, got ${step}`;
  const steps = wholeSteps(range, step * 1000);
  const points = (steps.range.untilMs - steps.range.sinceMs) / steps.stepMs;
  if (points > pointsMax)
    return `stepSeconds: expected at most ${pointsMax} steps, got ${points}; ask for longer steps or less time`;
  if (!isKept(range.sinceMs, steps.stepMs, kept)) {
    const [setting, days] = keptFor(steps.stepMs, kept.retention);
    return `from: counts for steps of ${step} s are kept for ${days} days (retention.${setting}); ask for steps of a whole number of ${step % 60 === 0 ? 'hours' : 'minutes'}`;
  }
  return steps;
}

function fittingStep(range: TimeRange, kept: Kept): number {
  const lengthSeconds = (range.untilMs - range.sinceMs) / 1000;
  const fitting = stepsSeconds.find(
    (step) => lengthSeconds / step <= pointsWanted && isKept(range.sinceMs, step * 1000, kept),
  );
  return fitting ?? 86_400 * Math.ceil(lengthSeconds / 86_400 / pointsMax);
}

function wholeSteps({ sinceMs, untilMs }: TimeRange, stepMs: number): Steps {
  return {
    stepMs,
    range: {
      sinceMs: Math.floor(sinceMs / stepMs) * stepMs,
      untilMs: Math.ceil(untilMs / stepMs) * stepMs,
    },
  };
}
