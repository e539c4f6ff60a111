// The goals that were set before there was a detector, beside what was measured. p90 unless said otherwise.

import { table, whole } from '../markdown.mjs';
import { quantile } from '../spread.mjs';
import { figuresOf, totalsOf } from './figures.mjs';

/** @param {{ trials: readonly import('./report.mjs').Trial[], ticks: readonly { tickS: number, trials: readonly import('./report.mjs').Trial[] }[], quiet: readonly { title: string, run: import('./quiet.ts').QuietRun }[], days: number }} results */
export function goalsTable({ trials, ticks, quiet, days }) {
  const all = new Map(trials.map(({ kind, runs }) => [kind.name, figuresOf(runs, 'ours')]));
  const fine = ticks.find(({ tickS }) => tickS === 2)?.trials.find(({ kind }) => kind.name === 'june_full');
  const rows = [
    ...delays(all),
    ['June, frames of 2 s, suspected', ...within([p90(figuresOf(fine.runs, 'ours').suspected)], [8])],
    ...verdicts(trials.filter(({ isSparse }) => !isSparse).map(({ runs }) => figuresOf(runs, 'ours'))),
    ...calm(quiet, days),
    ...endings(all),
  ];
  return table(['', 'goal', 'measured', ''], rows);
}

function delays(all) {
  const both = (title, name, ...goals) => [
    title,
    ...within([p90(all.get(name).suspected), p90(all.get(name).confirmed)], goals),
  ];
  const confirmed = (title, names, goal) => [
    title,
    ...within([Math.max(...names.map((name) => p90(all.get(name).confirmed)))], [goal]),
  ];
  return [
    both('June: suspected / confirmed', 'june_full', 25, 45),
    both('June at 1/100 of the traffic', 'june 1/100', 30, 45),
    both('June at 1/1000, no retries', 'june 1/1000, no retries', 60, 90),
    confirmed(
      'one model, 9 requests a minute, no retries: confirmed',
      ['one model, 9 a minute, no retries'],
      75,
    ),
    confirmed(
      'one model, 3 requests a minute, no retries: confirmed',
      ['one model, 3 a minute, no retries'],
      200,
    ),
    confirmed('10 % of a vendor: confirmed', ['vendor_10pct'], 70),
    confirmed('10 % of a vendor at 1/100: confirmed', ['vendor_10pct 1/100'], 110),
    confirmed('3 % of one model, 120 requests a second: confirmed', ['slowburn3_single'], 150),
    both('3 % of a vendor, 2.6 requests a second: suspected / confirmed', 'slowburn3_vendor 1/100', 400, 700),
    confirmed('first content three times as late, over 2 min: confirmed', ['brownout_vendor'], 110),
    confirmed('30 or 40 % blank: confirmed', ['blank_single', 'blank_vendor'], 70),
    both('hang until a deadline of 60 s: suspected / confirmed', 'hang_vendor', 40, 80),
    confirmed(
      '429, quota, 401, 400, own network: confirmed',
      ['rl_surge', 'key_quota', 'credential', 'caller_400', 'local_net'],
      70,
    ),
  ];
}

function verdicts(figures) {
  const { exact, exactMin, falseVendorWideRuns } = totalsOf(figures);
  return [
    [
      'exact class two minutes after confirmation: mean of the kinds, worst kind',
      '≥ 95 %, ≥ 60 %',
      `${exact.toFixed(1)} %, ${whole(exactMin)} %`,
      met(exact >= 95 && exactMin >= 60),
    ],
    ['runs with a false vendor-wide', ...within([falseVendorWideRuns], [0])],
  ];
}

function calm(quiet, days) {
  const ours = quiet.map(({ title, run }) => ({ title, ...run.alarms.ours }));
  const blips = ours.filter((_, index) => quiet[index].run.blips > 0);
  const noisy = ours.filter((_, index) => quiet[index].run.blips === 0);
  const [full] = blips;
  const causeless = blips.reduce((sum, { confirmedWithoutCause }) => sum + confirmedWithoutCause, 0);
  const worst = Math.max(...noisy.map(({ confirmed }) => (confirmed * 10) / days));
  const wide = noisy.reduce((sum, { vendorWide }) => sum + vendorWide, 0);
  return [
    [`confirmed without any blip, ${days} quiet days, full traffic and 1/100`, ...within([causeless], [0])],
    [
      `confirmed on blips below 40 s, ${days} days, full traffic / vendor-wide`,
      ...within([full.confirmedOnShortBlips, full.vendorWideOnShortBlips], [5, 1]),
    ],
    ['noisier than assumed: confirmed in 10 days / vendor-wide at all', ...within([worst, wide], [10, 0])],
  ];
}

function endings(all) {
  const ended = [...all.values()].flatMap(({ resolvedAfter }) => resolvedAfter);
  const early = [...all.values()].reduce((sum, figures) => sum + figures.early, 0);
  const last = p90(ended);
  return [
    ['resolved more than 60 s before the end', ...within([early], [0])],
    [
      'resolved after the end: p50, p90',
      '120 to 300 s',
      `${whole(quantile(ended, 0.5))}, ${Number.isFinite(last) ? whole(last) : 'later than 900'} s`,
      met(quantile(ended, 0.5) >= 120 && last <= 300),
    ],
    ['incidents of one outage that flaps', ...within([all.get('flapping').objectsMax], [1])],
  ];
}

/** What has not been found is worse than any goal. */
function p90(values) {
  return quantile(
    values.map((value) => value ?? Number.POSITIVE_INFINITY),
    0.9,
  );
}

function within(values, goals) {
  const text = (numbers) =>
    numbers.map((number) => (Number.isFinite(number) ? whole(number) : 'never')).join(' / ');
  const goal = goals.every((one) => one === 0) ? text(goals) : `≤ ${text(goals)}`;
  return [goal, text(values), met(values.every((value, index) => value <= goals[index]))];
}

function met(isMet) {
  return isMet ? 'met' : '**missed**';
}
