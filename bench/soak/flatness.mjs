import { isDisturbed } from './plan.mjs';
import { slopeOf } from './slope.mjs';

/** Only the last two thirds count: caches fill and heaps find their size in the first. */
const settledShare = 1 / 3;
/** A process that has just started grows to its size, which is no leak. */
const youngSeconds = 240;

/**
 * It is evaluated every two seconds and looked at every two seconds: the age of what was evaluated last drifts through
 * the whole cycle and begins again, which tells nothing. Only what is older than a cycle is late.
 */
const cycleMs = 2000;

/** `toleratedShare` of the mean, or `tolerated` if that is more, in an hour. */
const kinds = [
  {
    name: 'memory of the collector, MB',
    of: 'samples',
    value: (s) => s.collectorRssMb,
    process: 'collectorPid',
    toleratedShare: 0.2,
    why: 'V8 gives pages back late',
  },
  {
    name: 'heap of the collector, MB',
    of: 'samples',
    value: (s) => s.heapMb,
    process: 'collectorPid',
    toleratedShare: 0.3,
    why: 'what waits for the garbage collector',
  },
  {
    name: 'memory of the engine, MB',
    of: 'samples',
    value: (s) => s.engineRssMb,
    process: 'enginePid',
    toleratedShare: 0.3,
    why: 'merges of larger parts hold more for a while; bounded at 1.2 GB',
  },
  {
    name: 'open handles of the collector',
    of: 'samples',
    value: (s) => s.collectorHandles,
    tolerated: 5,
    why: 'connections come and go',
  },
  {
    name: 'open handles of the engine',
    of: 'samples',
    value: (s) => s.engineHandles,
    tolerated: 40,
    why: 'three for each thread; it keeps 32 idle ones, and more work at once',
  },
  {
    name: 'active parts',
    of: 'samples',
    value: (s) => s.parts,
    tolerated: 60,
    toleratedShare: 0.3,
    why: 'they rise between merges; a leak would be thousands',
  },
  {
    name: 'bytes on disk for a raw row',
    of: 'samples',
    value: (s) => s.rawBytes / s.rawRows,
    toleratedShare: 0.15,
    why: 'the disk itself grows until retention begins to take away',
  },
  {
    name: 'evaluation later than its 2 s, ms',
    of: 'looks',
    value: (l) => Math.max(0, l.lagMs - cycleMs),
    tolerated: 500,
    why: 'a tick now and then waits for the processors',
  },
  {
    name: 'rows in the spool',
    of: 'looks',
    value: (l) => l.spooledRows,
    toleratedShare: 0.3,
    tolerated: 2000,
    why: 'a second of traffic at any moment',
  },
  {
    name: 'CPU of the collector, share of a core',
    of: 'rates',
    value: (r) => r.collector,
    toleratedShare: 0.2,
    tolerated: 0.05,
    why: 'noise of the machine',
  },
  {
    name: 'CPU of the engine, share of a core',
    of: 'rates',
    value: (r) => r.engine,
    toleratedShare: 0.3,
    tolerated: 0.1,
    why: 'merges of larger parts, in bursts',
  },
];

/** How much each number grew in an hour of quiet. @param {object} result */
export function flatnessOf({ done, samples, looks, startMs, endMs }) {
  const steps = done.map((step) => ({
    atSeconds: (step.sinceMs - startMs) / 1000,
    seconds: (step.untilMs - step.sinceMs) / 1000,
  }));
  const fromSeconds = ((endMs - startMs) / 1000) * settledShare;
  const isQuiet = ({ atSeconds }) =>
    atSeconds >= fromSeconds && atSeconds <= (endMs - startMs) / 1000 && !isDisturbed(steps, atSeconds);
  const sources = { samples, looks: looks.filter(({ isUp }) => isUp), rates: ratesOf(samples) };
  return kinds.map((kind) => {
    const all = sources[kind.of];
    const points = all
      .filter((point) => isQuiet(point) && !isYoung(all, point, kind.process))
      .map((point) => ({ atSeconds: point.atSeconds, value: kind.value(point) }));
    const slope = slopeOf(points);
    const tolerated = Math.max(kind.tolerated ?? 0, (kind.toleratedShare ?? 0) * (slope?.mean ?? 0));
    // What shrinks is no leak.
    return { ...kind, slope, tolerated, isFlat: slope !== null && slope.perHour <= tolerated };
  });
}

function isYoung(samples, sample, process) {
  if (process === undefined) return false;
  const first = samples.find((each) => each[process] === sample[process]);
  return first !== samples[0] && sample.atSeconds - first.atSeconds < youngSeconds;
}

/** CPU between two samples of the same processes. */
function ratesOf(samples) {
  return samples.slice(1).flatMap((sample, index) => {
    const before = samples[index];
    if (before.collectorPid !== sample.collectorPid || before.enginePid !== sample.enginePid) return [];
    const seconds = (sample.atMs - before.atMs) / 1000;
    return [
      {
        atSeconds: sample.atSeconds,
        collector: (sample.collectorCpuSeconds - before.collectorCpuSeconds) / seconds,
        engine: (sample.engineCpuSeconds - before.engineCpuSeconds) / seconds,
      },
    ];
  });
}
