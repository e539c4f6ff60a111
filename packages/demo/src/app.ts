import { setTimeout as sleep } from 'node:timers/promises';
import { register } from '@faultline/instrument';
import { loadShippedScenario, type Provider, planArrivals, type Vendors } from '@faultline/simulator';
import { createVendorCalls } from './vendor-calls.ts';

/**
 * The sample app: an ordinary program that calls three vendors with their own SDKs. It is bundled, so it does what a
 * bundled app has to do to be observed: it registers, and hands over each client.
 */
register();

interface Assignment {
  readonly scenario: string;
  readonly urls: Readonly<Record<Provider, string>>;
  readonly regions: Vendors['regions'];
  readonly startAtMs: number;
  readonly seed: number;
  readonly compression: number;
  readonly rateFactor: number;
  /** Scenario milliseconds at which the play begins. */
  readonly fromMs: number;
  readonly timeoutMs: number;
}

/** More at once than this and the machine, not the vendor, would be what we measure. */
const inFlightMax = 300;
const afterMs = 7 * 24 * 3600 * 1000;

async function play({
  scenario: name,
  urls,
  regions,
  startAtMs,
  timeoutMs,
  ...plan
}: Assignment): Promise<void> {
  const scenario = loadShippedScenario(name);
  const call = createVendorCalls(urls, regions, timeoutMs);
  let inFlight = 0;
  // The scenario ends, the app goes on: the vendors have to be seen healthy again.
  const untilMs = scenario.durationMs + afterMs;
  for (const arrival of planArrivals(scenario, { ...plan, untilMs })) {
    const waitMs = startAtMs + arrival.atScenarioMs / plan.compression - Date.now();
    if (waitMs > 1) await sleep(waitMs);
    if (inFlight >= inFlightMax) continue;
    inFlight += 1;
    call(arrival)
      .catch(() => {
        // An app that lives with failing vendors: it has logged the error and goes on.
      })
      .finally(() => {
        inFlight -= 1;
      });
  }
}

await play(JSON.parse(process.env.DEMO_ASSIGNMENT ?? '{}') as Assignment);
