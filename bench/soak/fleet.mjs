// Who calls whom: four services in four processes each, ten models of three vendors.

/** `latencyMs` is the median of an answer, `spread` its sigma (log-normal); `share` of all calls. */
export const models = [
  { provider: 'anthropic', model: 'claude-opus-4-8', share: 0.12, latencyMs: 2600, spread: 0.5 },
  { provider: 'anthropic', model: 'claude-opus-4-7', share: 0.06, latencyMs: 2200, spread: 0.5 },
  { provider: 'anthropic', model: 'claude-sonnet-4-6', share: 0.16, latencyMs: 1100, spread: 0.4 },
  { provider: 'anthropic', model: 'claude-haiku-4-5', share: 0.1, latencyMs: 600, spread: 0.4 },
  { provider: 'openai', model: 'gpt-5.5', share: 0.14, latencyMs: 1800, spread: 0.5 },
  { provider: 'openai', model: 'gpt-5.5-mini', share: 0.12, latencyMs: 700, spread: 0.4 },
  { provider: 'openai', model: 'gpt-5-mini', share: 0.08, latencyMs: 650, spread: 0.4 },
  { provider: 'openai', model: 'gpt-5-nano', share: 0.06, latencyMs: 400, spread: 0.4 },
  { provider: 'gcp.gemini', model: 'gemini-3-pro', share: 0.07, latencyMs: 1900, spread: 0.5 },
  { provider: 'gcp.gemini', model: 'gemini-3-flash', share: 0.09, latencyMs: 500, spread: 0.4 },
];

const services = ['checkout', 'support-bot', 'search', 'summaries'];
const processesEach = 4;
export const exporters = services.flatMap((service) =>
  Array.from({ length: processesEach }, (_, index) => ({ service, instance: `${service}-${index}` })),
);

/** What goes wrong in ordinary times, of each attempt. A vendor's failures are retried, a caller's are not. */
const usualFailures = [
  { outcome: 'overloaded', share: 0.003, status: 529, isRetried: true },
  { outcome: 'vendor_error', share: 0.001, status: 500, isRetried: true },
  { outcome: 'rate_limited', share: 0.002, status: 429, isRetried: true },
  { outcome: 'caller_error', share: 0.002, status: 400, isRetried: false },
];
const failureOf = new Map(usualFailures.map((failure) => [failure.outcome, failure]));

/** One in twenty still succeeds, as in every outage that was ever measured. */
const outageShare = 0.95;
const failingLatencyMs = 450;
/** The SDKs of the three vendors try twice more, half a second and a second later, less a quarter at random. */
const attemptsMax = 3;
const backOffMs = [500, 1000];

/** @param {() => number} random of [0, 1) */
export function createFleet(random) {
  /** The vendor that fails, and how. @type {{ provider: string, outcome: string } | null} */
  let outage = null;
  const ladder = cumulative(models.map(({ share }) => share));

  function outcomeFor(provider) {
    if (outage?.provider === provider && random() < outageShare) return failureOf.get(outage.outcome);
    let left = random();
    for (const failure of usualFailures) {
      left -= failure.share;
      if (left < 0) return failure;
    }
    return null;
  }

  return {
    /** @param {{ provider: string, outcome: string } | null} next */
    setOutage: (next) => {
      outage = next;
    },
    model() {
      const drawn = random();
      return models[ladder.findIndex((edge) => drawn < edge)] ?? models[0];
    },
    /** All attempts of a call, of which the first ends at that moment: each is sent when it has ended. */
    attempts(model, firstEndMs) {
      const attempts = [];
      for (let endMs = firstEndMs; ; ) {
        const failure = outcomeFor(model.provider);
        const durationMs = failure ? failingLatencyMs * (0.6 + 0.8 * random()) : logNormal(model, random);
        const end = attempts.length === 0 ? endMs : endMs + durationMs;
        attempts.push({
          outcome: failure?.outcome ?? 'ok',
          status: failure?.status ?? 200,
          durationMs,
          endMs: end,
        });
        if (!failure?.isRetried || attempts.length >= attemptsMax) return attempts;
        endMs = end + backOffMs[attempts.length - 1] * (0.75 + 0.25 * random());
      }
    },
    /** Calls in flight by age class, of so many that begin each second: Little's law, class by class. */
    inFlight: (model, perSecond) =>
      ageEdgesSeconds.flatMap((edge, index) => {
        const until = ageEdgesSeconds[index + 1] ?? edge * 2;
        const seconds = survivalBetween(outage?.provider === model.provider ? failing : model, edge, until);
        const calls = Math.round(perSecond * seconds);
        return calls > 0 ? [{ ageSeconds: edge, calls }] : [];
      }),
  };
}

const failing = { latencyMs: failingLatencyMs, spread: 0.3 };
/** Lower edges of the SDK's age classes. */
const ageEdgesSeconds = [0, 1, 2, 5, 10, 20, 30];

function logNormal({ latencyMs, spread }, random) {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return latencyMs * Math.exp(spread * normal);
}

/** The integral of the share of calls that last longer. */
function survivalBetween(model, fromSeconds, untilSeconds) {
  const steps = 20;
  const width = (untilSeconds - fromSeconds) / steps;
  let sum = 0;
  for (let step = 0; step < steps; step += 1) {
    const seconds = fromSeconds + (step + 0.5) * width;
    sum += width * (1 - normalShareBelow(Math.log((seconds * 1000) / model.latencyMs) / model.spread));
  }
  return sum;
}

/** Abramowitz and Stegun 26.2.17. */
function normalShareBelow(x) {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const tail =
    density *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x > 0 ? 1 - tail : tail;
}

function cumulative(shares) {
  let sum = 0;
  return shares.map((share) => {
    sum += share;
    return sum;
  });
}
