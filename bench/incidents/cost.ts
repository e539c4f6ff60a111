// What watching costs: processor time of a step, memory of what is remembered. Needs `node --expose-gc`.
import { defaultIncidentSettings } from '../../packages/collector/src/evaluate/incident/settings.ts';
import { initialState, step } from '../../packages/collector/src/evaluate/incident/step.ts';
import type { Frame } from '../../packages/collector/src/model/frame.ts';
import type { Scenario } from '../../packages/simulator/src/index.ts';
import { fleet, minute, phase } from './fleet.ts';
import { framesOf } from './frames.ts';
import { quietDay } from './quiet.ts';

type DetectorState = typeof initialState;

export interface StepCost {
  readonly series: number;
  /** CPU milliseconds of each step of the second hour. */
  readonly healthyMs: readonly number[];
  /** The same while one vendor fails. */
  readonly failingMs: readonly number[];
  readonly bytesPerSeries: number;
}

const modelsPerVendor = 10;
const providers = ['anthropic', 'openai'] as const;
const credentialsPerModel = 50;
const attemptsPerSecond = 1;
const watchedMs = 120 * minute;
const outageMs = 10 * minute;

/**
 * 1,000 series: two vendors of ten models, fifty credentials each, one attempt a second. Two hours, then an outage. Each
 * frame is made when its turn comes: a process that kept them would pay for collecting garbage among them.
 */
export function measureStep(tickMs: number): StepCost {
  const before = settledBytes();
  const watched = run(initialState, framesOf(wideFleet(watchedMs, false), { seed: 1, tickMs }));
  const bytes = settledBytes() - before;
  const failing = framesOf(wideFleet(outageMs, true), { seed: 2, tickMs });
  const outage = run(watched.state, later(failing, watchedMs));
  const series = Object.keys(watched.state.series).length;
  return {
    series,
    healthyMs: watched.cpuMs.slice(watched.cpuMs.length / 2),
    failingMs: outage.cpuMs,
    bytesPerSeries: Math.round(bytes / series),
  };
}

function wideFleet(durationMs: number, isFailing: boolean): Scenario {
  const [profile] = fleet();
  if (!profile) throw new Error('the fleet is empty');
  const share = 1 / credentialsPerModel;
  const credentials = Object.fromEntries(
    Array.from({ length: credentialsPerModel }, (_, index) => [`key-${index}`, share]),
  );
  return {
    name: 'wide',
    title: 'wide',
    description: 'wide',
    sources: [],
    durationMs,
    fleet: providers.flatMap((provider) =>
      Array.from({ length: modelsPerVendor }, (_, index) => ({
        ...profile,
        provider,
        model: `${provider}-${index}`,
        requestsPerSecond: credentialsPerModel * attemptsPerSecond,
        credentials,
      })),
    ),
    backgroundErrorShare: 0.004,
    diurnal: null,
    phases: isFailing ? [phase({ providers: ['anthropic'], faults: { overloaded: 0.5 } }, 0)] : [],
    posts: [],
    truth: [],
  };
}

/** Used heap after each of so many equal days of a small fleet with its blips, kilobytes. */
export function measureMonth(days: number, tickMs: number): readonly number[] {
  const frames = [...framesOf(quietDay(), { seed: 1, tickMs, rateFactor: 0.1 })];
  const kilobytes: number[] = [];
  let state = initialState;
  for (let day = 0; day < days; day += 1) {
    for (const frame of later(frames, day * 24 * 60 * minute)) {
      state = step(state, frame, defaultIncidentSettings).state;
    }
    kilobytes.push(Math.round(settledBytes() / 1024));
  }
  return kilobytes;
}

function* later(frames: Iterable<Frame>, byMs: number): Generator<Frame> {
  for (const frame of frames) yield { ...frame, startMs: byMs + frame.startMs };
}

function run(
  from: DetectorState,
  frames: Iterable<Frame>,
): { state: DetectorState; cpuMs: readonly number[] } {
  let state = from;
  const cpuMs: number[] = [];
  for (const frame of frames) {
    const before = process.cpuUsage();
    state = step(state, frame, defaultIncidentSettings).state;
    const { user, system } = process.cpuUsage(before);
    cpuMs.push((user + system) / 1000);
  }
  return { state, cpuMs };
}

function settledBytes(): number {
  if (!globalThis.gc) throw new Error('start node with --expose-gc');
  for (let collections = 0; collections < 5; collections += 1) globalThis.gc();
  return process.memoryUsage().heapUsed;
}
