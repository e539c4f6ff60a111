import { compare, fates } from './accounting.mjs';
import { repeatsMax } from './log-book.mjs';
import { matchIncidents, pagesOf } from './outages.mjs';

/** How far behind evaluation may be, and rows may wait, in seconds of traffic, for all to be as usual. */
const usualLagMs = 8000;
const usualSpoolSeconds = 4;
const looksInARow = 3;
/** How long after an outage its vendor may still be said to be in trouble or recovering. */
const recoveryMs = 240_000;
/** The wall's "now" is a minute: only after that has nobody called. */
const silenceKnownMs = 66_000;
const inTrouble = new Set(['degraded', 'down', 'recovering']);

/** What a run has shown. @param {object} result */
export function findingsOf(result) {
  const outages = result.done
    .filter(({ outage }) => outage)
    .map((step) => ({ ...step, provider: step.outage.provider }));
  const { found, unexplained } = matchIncidents(outages, result.incidents);
  const calls = compare(result.ledger, result.stored.calls, 'calls');
  const attempts = compare(result.ledger, result.stored.attempts, 'attempts');
  return {
    calls,
    attempts,
    wrongCells: result.wrongCells,
    fates: fates(result.ledger),
    outages: found.map(({ outage, incidents }) => ({
      outage,
      incidents,
      ...pagesOf(outage, result.notifications),
    })),
    unexplained,
    falseVerdicts: falseVerdicts(result.looks, outages),
    steps: result.done.map((step) => stepOf(step, result)),
    loops: result.log.filter(({ mostPerMinute }) => mostPerMinute > repeatsMax),
    falsePages: result.notifications.filter(
      ({ alertname, provider, startsAtMs }) =>
        alertname.endsWith('Incident') &&
        !outages.some((each) => each.provider === provider && startsAtMs >= each.sinceMs - 10_000),
    ),
  };
}

/** What became of a step: how long until all was as usual, what was said of vendors, what senders had to give up. */
function stepOf(step, { looks, ledger, rate }) {
  const normalMs = normalAgainMs(looks, step.untilMs, rate);
  const until = normalMs ?? Number.POSITIVE_INFINITY;
  const during = looks.filter(({ atMs }) => atMs >= step.sinceMs && atMs <= until);
  const lost = ledger.filter(
    ({ state, atMs }) => state !== 'acknowledged' && atMs >= step.sinceMs && atMs <= until + 15_000,
  );
  return {
    step,
    normalAfterMs: normalMs === null ? null : normalMs - step.untilMs,
    states: [...new Set(during.flatMap(({ states }) => Object.values(states)))],
    notUp: during.filter(({ isUp }) => !isUp).length,
    notReady: during.filter(({ isUp, isReady }) => isUp && !isReady).length,
    spooledMax: Math.max(0, ...during.map(({ spooledRows }) => spooledRows ?? 0)),
    unacknowledged: lost.reduce((sum, { calls }) => sum + calls, 0),
    unknownInTheEnd: endsUnknown(step, looks),
  };
}

/** All as usual, for several looks in a row. */
export function normalAgainMs(looks, afterMs, rate) {
  const later = looks.filter(({ atMs }) => atMs >= afterMs);
  const index = later.findIndex((_, at) => {
    const row = later.slice(at, at + looksInARow);
    return row.length === looksInARow && row.every((look) => isUsual(look, rate));
  });
  return index < 0 ? null : later[index].atMs;
}

function isUsual({ isUp, isReady, lagMs, spooledRows, states }, rate) {
  const said = Object.values(states);
  return (
    isUp &&
    isReady &&
    Math.abs(lagMs) < usualLagMs &&
    spooledRows < usualSpoolSeconds * 2 * rate &&
    said.length > 0 &&
    said.every((state) => state === 'ok')
  );
}

/** Whether everything was `unknown` as soon as nobody had called for as long as "now" is. */
function endsUnknown({ sinceMs, untilMs }, looks) {
  const late = looks.filter(({ atMs }) => atMs > sinceMs + silenceKnownMs && atMs < untilMs);
  return (
    late.length > 0 && late.every(({ states }) => Object.values(states).every((state) => state === 'unknown'))
  );
}

/** What was said of a vendor that had no trouble, and when. */
function falseVerdicts(looks, outages) {
  const isTrue = (provider, atMs) =>
    outages.some(
      (outage) =>
        outage.provider === provider && atMs >= outage.sinceMs && atMs <= outage.untilMs + recoveryMs,
    );
  return looks.flatMap(({ atMs, atSeconds, states }) =>
    Object.entries(states)
      .filter(([provider, state]) => inTrouble.has(state) && !isTrue(provider, atMs))
      .map(([provider, state]) => ({ atSeconds, provider, state })),
  );
}
