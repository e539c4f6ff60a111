// Pure: figures as Markdown, which reads well enough in a terminal too.

import { rough, table, whole } from '../markdown.mjs';
import { quantile } from '../spread.mjs';
import { figuresOf, totalsOf } from './figures.mjs';

export const watchers = {
  ours: 'ours',
  static: '5 % over 5 min',
  burn: 'burn rates, 99.5 %',
  ewma: 'EWMA, z > 4',
  cusum: 'CUSUM per series',
};

/** @typedef {{ kind: import('./kinds.ts').Kind, runs: readonly import('./run-kind.ts').KindRun[] }} Trial */

/** @param {readonly Trial[]} trials */
export function kindsTable(trials) {
  const rows = trials.map(({ kind, runs }) => {
    const figures = figuresOf(runs, 'ours');
    const { prototype } = kind;
    return [
      kind.name,
      runs[0].truth.length > 0 ? [...new Set(runs.flatMap(({ truth }) => truth))].join(', ') : 'none',
      times(figures.suspected),
      pair(prototype.suspected),
      times(figures.confirmed),
      pair(prototype.confirmed),
      whole(figures.exact),
      whole(prototype.exact),
      whole(figures.falseVendorWideRuns),
      whole(figures.extra + figures.truthless),
      whole(figures.early),
      times(figures.resolvedAfter, figures.truths),
      rough(figures.floor),
    ];
  });
  const header = [
    'kind',
    'truth',
    'suspected',
    'prototype',
    'confirmed',
    'prototype',
    'exact %',
    'prototype',
    'false vendor-wide',
    'extra incidents',
    'resolved early',
    'resolved after the end',
    'floor',
  ];
  return table(header, trials.length > 1 ? [...rows, totalsRow(trials)] : rows);
}

function totalsRow(trials) {
  const totals = totalsOf(trials.map(({ runs }) => figuresOf(runs, 'ours')));
  const exacts = trials.map(({ kind }) => kind.prototype.exact);
  const runs = trials.reduce((sum, trial) => sum + trial.runs.length, 0);
  return [
    `**all, ${whole(runs)} runs**`,
    '',
    '',
    '',
    `${whole(totals.found)} of ${whole(totals.truths)}`,
    '',
    totals.exact.toFixed(1),
    exacts.includes(null) ? '–' : mean(exacts).toFixed(1),
    whole(totals.falseVendorWideRuns),
    whole(totals.extra + totals.truthless),
    whole(totals.early),
    '',
    '',
  ];
}

/** p50/p90, and in how many runs where not in all. */
function times(values) {
  if (values.length === 0) return '–';
  const found = values.filter((value) => value !== null).length;
  if (found === 0) return `– (0/${values.length})`;
  const text = `${whole(quantile(values, 0.5))}/${whole(quantile(values, 0.9))}`;
  return found === values.length ? text : `${text} (${found}/${values.length})`;
}

function pair(quantiles) {
  return quantiles === null ? '–' : quantiles.join('/');
}

/** @param {readonly Trial[]} trials */
export function comparisonTable(trials) {
  const rows = Object.entries(watchers).map(([watcher, label]) => {
    const totals = totalsOf(trials.map(({ runs }) => figuresOf(runs, watcher)));
    return [
      label,
      totals.exact.toFixed(1),
      whole(totals.falseVendorWideRuns),
      whole(totals.truthless),
      `${whole(totals.found)} of ${whole(totals.truths)}`,
      whole(totals.medianConfirmed),
    ];
  });
  const runs = trials.reduce((sum, trial) => sum + trial.runs.length, 0);
  const header = [
    `${whole(runs)} runs`,
    'exact class, %',
    'runs with a false vendor-wide',
    'incidents without truth',
    'found',
    'median confirmed, s',
  ];
  return table(header, rows);
}

/** @param {readonly { title: string, run: import('./quiet.ts').QuietRun }[]} quiet */
export function quietTable(quiet) {
  const header = ['alarms; of these without a blip; vendor-wide', ...quiet.map(({ title }) => title)];
  const cell = (alarms) =>
    `${whole(alarms.confirmed)}; ${whole(alarms.confirmedWithoutCause)}; ${whole(alarms.vendorWide)}`;
  const rows = Object.entries(watchers).map(([watcher, label]) => [
    watcher === 'ours' ? 'ours, confirmed' : label,
    ...quiet.map(({ run }) => cell(run.alarms[watcher])),
  ]);
  const suspected = [
    'ours, suspected: alarms; without a blip',
    ...quiet.map(
      ({ run: { alarms } }) => `${whole(alarms.ours.suspected)}; ${whole(alarms.ours.suspectedWithoutCause)}`,
    ),
  ];
  const short = [
    'ours, confirmed on blips below 40 s; vendor-wide',
    ...quiet.map(
      ({ run: { alarms } }) =>
        `${whole(alarms.ours.confirmedOnShortBlips)}; ${whole(alarms.ours.vendorWideOnShortBlips)}`,
    ),
  ];
  const blips = [
    'blips; 40 s and longer',
    ...quiet.map(({ run }) => `${whole(run.blips)}; ${whole(run.longBlips)}`),
  ];
  const [ours, ...others] = rows;
  return table(header, [blips, ours, short, suspected, ...others]);
}

/** @param {readonly { tickS: number, trials: readonly Trial[] }[]} ticks */
export function tickTable(ticks) {
  const names = ticks[0].trials.map(({ kind }) => kind.name);
  const header = ['suspected; confirmed', ...names];
  const rows = ticks.map(({ tickS, trials }) => [
    `${tickS} s`,
    ...trials.map(({ runs }) => {
      const { suspected, confirmed } = figuresOf(runs, 'ours');
      return `${times(suspected)}; ${times(confirmed)}`;
    }),
  ]);
  return table(header, rows);
}

/** @param {readonly import('./run-scenario.ts').ScenarioRun[]} scenarios */
export function scenariosTable(scenarios) {
  const names = Object.keys(watchers);
  const points = (watcher) => scenarios.map(({ scores }) => scores[watcher].points);
  const isHeld = (watcher) => scenarios.every(({ scores }) => scores[watcher].gate);
  return table(
    ['points of 100', ...Object.values(watchers)],
    [
      ...scenarios.map(({ id, title, scores }) => [
        `${id}: ${title}`,
        ...names.map((watcher) => whole(scores[watcher].points)),
      ]),
      ['**mean**', ...names.map((watcher) => whole(mean(points(watcher))))],
      ['**least**', ...names.map((watcher) => whole(Math.min(...points(watcher))))],
      ['**no false vendor-wide**', ...names.map((watcher) => (isHeld(watcher) ? 'held' : 'failed'))],
    ],
  );
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** @param {{ step: import('./cost.ts').StepCost, month: readonly number[] }} cost */
export function costLines({ step, month }) {
  const cpu = (values) => `${quantile(values, 0.5).toFixed(1)} ms (p95 ${quantile(values, 0.95).toFixed(1)})`;
  const days = [...new Set([1, 2, 10, 20, month.length])].filter((day) => day <= month.length);
  return [
    `- CPU of a step with ${whole(step.series)} series of one attempt a second, frames of 2 s: ${cpu(step.healthyMs)}, the goal is 15; while one of two vendors fails ${cpu(step.failingMs)}.`,
    `- What is remembered after two hours of them: ${(step.bytesPerSeries / 1024).toFixed(1)} KB of heap a series, the goal is 10.`,
    `- Heap of a process with a small fleet, frames to repeat included, after day ${days.map((day) => `${day}: ${whole(month[day - 1] / 1024)} MB`).join(', day ')}.`,
  ].join('\n');
}
