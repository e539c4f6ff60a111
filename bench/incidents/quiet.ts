// Quiet days: daily load, micro-blips, and nothing that anybody should be woken for.
import { createDraws } from '../../packages/simulator/src/aggregate/draws.ts';
import type { Noise, Phase, Scenario } from '../../packages/simulator/src/index.ts';
import { fleet, phase } from './fleet.ts';
import { framesOf } from './frames.ts';
import type { Said } from './score.ts';
import { type WatcherName, watch } from './watcher.ts';

export interface QuietOptions {
  readonly seed: number;
  readonly days: number;
  readonly tickMs: number;
  readonly rateFactor: number;
  readonly noise: Noise;
  readonly blipsPerDay: number;
}

export interface QuietRun {
  readonly blips: number;
  readonly longBlips: number;
  readonly alarms: Readonly<Partial<Record<WatcherName, QuietAlarms>>>;
}

/** Incidents of quiet days, by what they fell on. */
export interface QuietAlarms {
  readonly suspected: number;
  readonly suspectedWithoutCause: number;
  readonly confirmed: number;
  readonly confirmedOnShortBlips: number;
  readonly confirmedWithoutCause: number;
  readonly vendorWide: number;
  readonly vendorWideOnShortBlips: number;
  /** The first ones confirmed without a cause. */
  readonly remarks: readonly string[];
}

const dayMs = 86_400_000;
const longMs = 40_000;
/** An incident belongs to a blip that it begins during or right after. */
const echoMs = 120_000;
const remarksMax = 5;

export function runQuiet(options: QuietOptions): QuietRun {
  const blips = planBlips(options);
  const said = watch(framesOf(quietScenario(options, blips), options), 0);
  return {
    blips: blips.length,
    longBlips: blips.filter(isLong).length,
    alarms: Object.fromEntries([...said].map(([watcher, all]) => [watcher, countAlarms(all, blips)])),
  };
}

interface Story {
  readonly first: Said;
  isConfirmed: boolean;
  isWide: boolean;
}

function countAlarms(said: readonly Said[], blips: readonly Phase[]): QuietAlarms {
  const stories = new Map<string, Story>();
  for (const each of said) {
    const story = stories.get(each.incident) ?? { first: each, isConfirmed: false, isWide: false };
    const isConfirmed = each.state === 'confirmed';
    story.isConfirmed ||= isConfirmed;
    story.isWide ||= isConfirmed && each.class === 'vendor_wide';
    stories.set(each.incident, story);
  }
  const causesOf = ({ first: { t } }: Story): readonly Phase[] =>
    blips.filter(({ fromMs, untilMs }) => t * 1000 >= fromMs && t * 1000 <= untilMs + echoMs);
  const isCauseless = (story: Story): boolean => causesOf(story).length === 0;
  const isOnShort = (story: Story): boolean => !isCauseless(story) && !causesOf(story).some(isLong);
  const all = [...stories.values()];
  const confirmed = all.filter((story) => story.isConfirmed);
  const wide = confirmed.filter((story) => story.isWide);
  const causeless = confirmed.filter(isCauseless);
  return {
    suspected: all.length,
    suspectedWithoutCause: all.filter(isCauseless).length,
    confirmed: confirmed.length,
    confirmedOnShortBlips: confirmed.filter(isOnShort).length,
    confirmedWithoutCause: causeless.length,
    vendorWide: wide.length,
    vendorWideOnShortBlips: wide.filter(isOnShort).length,
    remarks: causeless
      .slice(0, remarksMax)
      .map(
        ({ first }) =>
          `${first.t} s: ${first.class} ${first.kind} ${first.provider} ${first.models.join(' ')}`,
      ),
  };
}

function isLong({ fromMs, untilMs }: Phase): boolean {
  return untilMs - fromMs >= longMs;
}

/** One day of twelve blips. */
export function quietDay(): Scenario {
  const options = { seed: 1, days: 1, blipsPerDay: 12 };
  return quietScenario(options, planBlips(options));
}

function quietScenario({ days }: Pick<QuietOptions, 'days'>, phases: readonly Phase[]): Scenario {
  return {
    name: 'quiet',
    title: 'quiet',
    description: 'quiet',
    sources: [],
    durationMs: days * dayMs,
    fleet: fleet(),
    backgroundErrorShare: 0.004,
    diurnal: { amplitude: 0.6, peakAtMs: 14 * 3_600_000 },
    phases,
    posts: [],
    truth: [],
  };
}

type BlipOptions = Pick<QuietOptions, 'seed' | 'days' | 'blipsPerDay'>;

/** 4 to 50 seconds, mild or nearly total, of one model up to all of a vendor. */
function planBlips({ seed, days, blipsPerDay }: BlipOptions): readonly Phase[] {
  const draws = createDraws(seed + 77);
  const providers = ['anthropic', 'openai', 'gcp.gemini'] as const;
  const count = draws.poisson(days * blipsPerDay);
  return Array.from({ length: count }, (): Phase => {
    const fromMs = draws.uniform() * days * dayMs;
    // Short and mild ones are the rule: even on a log scale.
    const lengthMs = 4000 * (50 / 4) ** draws.uniform();
    const provider = providers[Math.floor(draws.uniform() * 3)] ?? 'anthropic';
    const models = fleet().flatMap((each) => (each.provider === provider ? each.model : []));
    const hit = models.filter(() => draws.uniform() < 0.5);
    const share = draws.uniform() < 0.88 ? 0.05 * 9 ** draws.uniform() : 0.95;
    return {
      ...phase(
        { models: hit.length > 0 ? hit : models.slice(0, 1), faults: { server_error: share } },
        fromMs,
      ),
      untilMs: fromMs + lengthMs,
    };
  });
}
