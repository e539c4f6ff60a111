import type { Channel } from './channel.ts';
import type { IncidentSettings } from './settings.ts';

/** What is usual for one series and channel: decayed counts, and the recent blocks not yet old enough to learn from. */
export interface Baseline {
  readonly bad: number;
  readonly attempts: number;
  readonly pending: readonly LearningBlock[];
}

interface LearningBlock {
  readonly startMs: number;
  readonly bad: number;
  readonly attempts: number;
  /** Fell into an incident or an excursion: never learnt. */
  readonly tainted: boolean;
}

export const emptyBaseline: Baseline = { bad: 0, attempts: 0, pending: [] };

/** Adds one frame's counts and learns whatever has become old enough. */
export function learn(
  baseline: Baseline,
  sample: {
    readonly startMs: number;
    readonly bad: number;
    readonly attempts: number;
    readonly tainted: boolean;
  },
  settings: IncidentSettings,
): Baseline {
  const blockMs = settings.learnBlockSeconds * 1000;
  const learnBeforeMs = sample.startMs - settings.learnDelaySeconds * 1000;
  const decay = 0.5 ** (settings.learnBlockSeconds / settings.learnHalfLifeSeconds);
  let { bad, attempts } = baseline;
  const pending: LearningBlock[] = [];
  for (const block of addToBlocks(baseline.pending, sample, blockMs)) {
    if (block.startMs + blockMs > learnBeforeMs) pending.push(block);
    else if (!block.tainted) {
      bad = bad * decay + block.bad;
      attempts = attempts * decay + block.attempts;
    }
  }
  return { bad, attempts, pending };
}

function addToBlocks(
  blocks: readonly LearningBlock[],
  sample: LearningBlock,
  blockMs: number,
): readonly LearningBlock[] {
  const last = blocks.at(-1);
  if (!last || sample.startMs >= last.startMs + blockMs) return [...blocks, sample];
  const merged: LearningBlock = {
    startMs: last.startMs,
    bad: last.bad + sample.bad,
    attempts: last.attempts + sample.attempts,
    tainted: last.tainted || sample.tainted,
  };
  return [...blocks.slice(0, -1), merged];
}

/** An incident turned out to have begun at `sinceMs`: what was gathered since then is not usual. */
export function taintSince(baseline: Baseline, sinceMs: number, settings: IncidentSettings): Baseline {
  const blockMs = settings.learnBlockSeconds * 1000;
  const pending = baseline.pending.map((block) =>
    block.startMs + blockMs > sinceMs ? { ...block, tainted: true } : block,
  );
  return { ...baseline, pending };
}

/** The expected bad share. */
export function usualShare(baseline: Baseline, channel: Channel): number {
  return (baseline.bad + channel.prior.bad) / (baseline.attempts + channel.prior.attempts);
}

/** The share evidence is gathered against: the usual one, plus what we do not know about it, never under the floor. */
export function referenceShare(baseline: Baseline, channel: Channel): number {
  const usual = usualShare(baseline, channel);
  const uncertainty = Math.sqrt(usual / (baseline.attempts + channel.prior.attempts));
  return Math.min(0.9, Math.max(channel.floor, usual + uncertainty));
}
