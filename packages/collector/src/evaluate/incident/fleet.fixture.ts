import type { Outcome } from '@faultline/conventions';
import type { Frame, SeriesFrame, SeriesKey } from '../../model/frame.ts';
import type { IncidentTransition } from '../../model/incident.ts';
import type { DetectorState } from './moment.ts';
import { defaultIncidentSettings, type IncidentSettings } from './settings.ts';
import { initialState, step } from './step.ts';

/** A series with its traffic, for tests that play outages through the detector. */
export interface Member extends SeriesKey {
  readonly perSecond: number;
}

export function member(
  provider: string,
  model: string,
  perSecond: number,
  region = '',
  credential = 'k0',
): Member {
  return { provider, model, perSecond, region, credential };
}

export const claudeModels: readonly string[] = [
  'opus-4-8',
  'opus-4-7',
  'opus-4-6',
  'sonnet-4-6',
  'haiku-4-5',
];

/** The reference fleet: five models at Anthropic, two each at OpenAI and Google. */
export function fleet(scale = 1): readonly Member[] {
  const rates = [15, 25, 40, 120, 60];
  return [
    ...claudeModels.map((model, index) => member('anthropic', model, (rates[index] ?? 1) * scale)),
    member('openai', 'gpt-5.5', 50 * scale),
    member('openai', 'gpt-5-mini', 80 * scale),
    member('gcp.gemini', 'gemini-3-pro', 20 * scale),
    member('gcp.gemini', 'gemini-3-flash', 45 * scale),
  ];
}

/** A fault: between these seconds, these members end with `outcome` at this share. */
export interface Fault {
  readonly from: number;
  readonly to: number;
  readonly hits: (member: Member) => boolean;
  readonly outcome: Outcome;
  readonly share: number;
}

export interface Play {
  readonly members: readonly Member[];
  readonly faults: readonly Fault[];
  readonly seconds: number;
  readonly seed: number;
  readonly frameSeconds?: number;
}

const epochMs = Date.parse('2026-06-22T00:00:00Z');
const backgroundShare = 0.004;

/** Binomial counts around the expected ones, from the seed alone. */
export function playFrames(play: Play): readonly Frame[] {
  const width = play.frameSeconds ?? 2;
  const random = mulberry32(play.seed);
  const frames: Frame[] = [];
  for (let at = 0; at < play.seconds; at += width) {
    const series = play.members.flatMap((each) => playMember(each, at, width, play.faults, random));
    frames.push({ startMs: epochMs + at * 1000, widthMs: width * 1000, series });
  }
  return frames;
}

function playMember(
  each: Member,
  at: number,
  width: number,
  faults: readonly Fault[],
  random: () => number,
): readonly SeriesFrame[] {
  const fault = faults.find((one) => at >= one.from && at < one.to && one.hits(each));
  const expected = each.perSecond * width;
  const attempts = Math.floor(expected) + (random() < expected % 1 ? 1 : 0);
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const outcome =
      fault && random() < fault.share ? fault.outcome : random() < backgroundShare ? 'vendor_error' : 'ok';
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  if (attempts === 0) return [];
  const { provider, model, region, credential } = each;
  return [{ provider, model, region, credential, attempts, outcomes, repeats: {}, services: ['checkout'] }];
}

export interface Told {
  readonly transitions: readonly IncidentTransition[];
  readonly state: DetectorState;
}

export function detect(
  frames: readonly Frame[],
  settings: IncidentSettings = defaultIncidentSettings,
  from: DetectorState = initialState,
): Told {
  let state = from;
  const transitions: IncidentTransition[] = [];
  for (const frame of frames) {
    const result = step(state, frame, settings);
    state = result.state;
    transitions.push(...result.transitions);
  }
  return { transitions, state };
}

/** Seconds since the play began. */
export function secondsAt(atMs: number): number {
  return (atMs - epochMs) / 1000;
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
