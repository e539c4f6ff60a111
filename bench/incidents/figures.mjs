// Pure: what many runs come to.
import { quantile } from '../spread.mjs';

/** Resolved so long before the end is too early; the benchmark's own tolerance. */
const earlyS = 60;

/** @typedef {ReturnType<typeof figuresOf>} Figures */

/** @param {readonly import('./run-kind.ts').KindRun[]} runs all of one kind @param {string} watcher */
export function figuresOf(runs, watcher) {
  const scores = runs.map((run) => run.scores[watcher]);
  const findings = scores.flatMap((score) => score.findings);
  const times = (name) => findings.map((finding) => finding[name]);
  const isTrouble = findings.length > 0;
  const rights = isTrouble ? findings.map(({ exact }) => exact) : scores.map(({ points }) => points >= 100);
  const after = times('resolvedAfterEndSeconds');
  return {
    truths: findings.length,
    suspected: times('suspectedSeconds'),
    confirmed: times('confirmedSeconds'),
    exact: (100 * rights.filter(Boolean).length) / rights.length,
    falseVendorWideRuns: scores.filter(({ falseVendorWide }) => falseVendorWide > 0).length,
    truthless: sum(scores.map(({ causeless }) => causeless)),
    extra: sum(findings.map(({ objects }) => Math.max(0, objects - 1))),
    objectsMax: Math.max(0, ...findings.map(({ objects }) => objects)),
    early: after.filter((seconds) => seconds !== null && seconds < -earlyS).length,
    resolvedAfter: after,
    floor: quantile(
      runs.map((run) => run.floorSeconds),
      0.5,
    ),
  };
}

/** All kinds together; each kind weighs the same in `exact`. @param {readonly Figures[]} all */
export function totalsOf(all) {
  const add = (name) => sum(all.map((figures) => figures[name]));
  const found = all.flatMap(({ confirmed }) => confirmed);
  return {
    truths: add('truths'),
    found: found.filter((seconds) => seconds !== null).length,
    medianConfirmed: quantile(found, 0.5),
    exact: add('exact') / all.length,
    exactMin: Math.min(...all.map(({ exact }) => exact)),
    falseVendorWideRuns: add('falseVendorWideRuns'),
    truthless: add('truthless'),
    extra: add('extra'),
    early: add('early'),
  };
}

/** Runs that deserve a look, for whoever works on the detector. @param {ReadonlyMap<string, readonly import('./run-kind.ts').KindRun[]>} runsOf */
export function oddRuns(runsOf) {
  return [...runsOf].flatMap(([kind, runs]) =>
    runs.flatMap(({ seed, scores: { ours } }) => {
      const wrong = ours.findings.filter(({ exact }) => !exact).map(({ labelAt120 }) => `says ${labelAt120}`);
      const late = ours.findings
        .map(({ resolvedAfterEndSeconds }) => resolvedAfterEndSeconds)
        .filter((seconds) => seconds === null || seconds < -earlyS)
        .map((seconds) => (seconds === null ? 'never resolved' : `resolved ${seconds} s after the end`));
      const more = ours.findings
        .filter(({ objects }) => objects > 1)
        .map(({ objects }) => `${objects} incidents`);
      const truthless = ours.causeless > 0 ? [`${ours.causeless} without truth`] : [];
      const wide = ours.falseVendorWide > 0 ? ['FALSE VENDOR-WIDE'] : [];
      const remarks = [...wrong, ...late, ...more, ...truthless, ...wide];
      return remarks.length === 0 ? [] : [`${kind}, seed ${seed}: ${remarks.join(', ')}`];
    }),
  );
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
