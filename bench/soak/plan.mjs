/**
 * What is done to the collector, and when, in minutes of a run of sixty. `seconds` is how long it lasts there, and
 * `leastSeconds` how short it may become in a shorter run: a detector cannot be hurried, and neither can an exporter's patience.
 * `calmSeconds` is what must pass after it before the next one.
 */
export const plan = [
  { name: 'engine-kill', minute: 6, seconds: 0, leastSeconds: 0, calmSeconds: 25 },
  {
    name: 'outage-quiet',
    minute: 9,
    seconds: 180,
    leastSeconds: 50,
    calmSeconds: 60,
    outage: { provider: 'anthropic', outcome: 'overloaded' },
  },
  { name: 'collector-kill', minute: 16, seconds: 0, leastSeconds: 0, calmSeconds: 30 },
  { name: 'disk-full', minute: 19, seconds: 60, leastSeconds: 25, calmSeconds: 40 },
  { name: 'alertmanager-down', minute: 24, seconds: 180, leastSeconds: 75, calmSeconds: 0 },
  {
    name: 'outage-unpaged',
    minute: 25,
    seconds: 240,
    leastSeconds: 110,
    calmSeconds: 60,
    outage: { provider: 'openai', outcome: 'vendor_error' },
    during: 'alertmanager-down',
  },
  { name: 'slow-clients', minute: 32, seconds: 150, leastSeconds: 30, calmSeconds: 25 },
  { name: 'clock-ahead', minute: 37, seconds: 120, leastSeconds: 30, calmSeconds: 40, stepMs: 300_000 },
  { name: 'clock-behind', minute: 41, seconds: 120, leastSeconds: 30, calmSeconds: 40, stepMs: -300_000 },
  { name: 'silence', minute: 45, seconds: 120, leastSeconds: 80, calmSeconds: 40 },
  {
    name: 'outage-killed',
    minute: 50,
    seconds: 240,
    leastSeconds: 90,
    calmSeconds: 170,
    outage: { provider: 'gcp.gemini', outcome: 'vendor_error' },
  },
  {
    name: 'collector-kill-again',
    minute: 52,
    seconds: 0,
    leastSeconds: 0,
    calmSeconds: 30,
    during: 'outage-killed',
  },
];

const fullMinutes = 60;
/** A detector knows what is usual only after this long, and the last trouble must have time to be over. */
const leastLeadSeconds = 75;
const tailSeconds = 45;

/**
 * The plan for a run of so many minutes: everything is moved closer together, as far as each step allows, so that a very
 * short run is longer than was asked for. A step `during` another keeps its place inside it.
 * @param {number} minutes @param {readonly string[]} [only] names of the steps that are wanted; all of them when empty
 */
export function planFor(minutes, only = []) {
  const scale = minutes / fullMinutes;
  const wanted = plan.filter((step) => only.length === 0 || only.includes(step.name));
  const steps = [];
  let freeAt = Math.max(leastLeadSeconds, 0);
  for (const step of wanted) {
    const host = steps.find(({ name }) => name === step.during);
    const seconds = Math.max(step.seconds * scale, step.leastSeconds);
    const plannedAt = step.minute * 60 * scale;
    const at = host
      ? insideOf(host, step, plannedAt)
      : only.length > 0
        ? freeAt
        : Math.max(plannedAt, freeAt);
    steps.push({ ...step, atSeconds: Math.round(at), seconds: Math.round(seconds) });
    freeAt = Math.max(freeAt, at + seconds + step.calmSeconds);
  }
  const endSeconds = only.length > 0 ? freeAt + tailSeconds : Math.max(minutes * 60, freeAt + tailSeconds);
  return { steps, endSeconds: Math.round(endSeconds) };
}

/** As far into the other step as in the full plan. */
function insideOf(host, step) {
  const whole = plan.find(({ name }) => name === host.name);
  const share = ((step.minute - whole.minute) * 60) / whole.seconds;
  return host.atSeconds + host.seconds * share;
}

/** Whether a moment lies in a step or so soon after it that its traces are still there. */
export function isDisturbed(steps, atSeconds, afterSeconds = 60) {
  return steps.some(
    (step) => atSeconds >= step.atSeconds - 5 && atSeconds <= step.atSeconds + step.seconds + afterSeconds,
  );
}
