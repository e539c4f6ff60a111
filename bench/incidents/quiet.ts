// Quiet days: daily load, micro-blips, and nothing that anybody should be woken for.
import { defaultIncidentSettings } from '../../packages/collector/src/evaluate/incident/settings.ts';
import { replay } from '../../packages/collector/src/replay/replay.ts';
import { createDraws } from '../../packages/simulator/src/aggregate/draws.ts';
import type { Noise, Phase, Scenario } from '../../packages/simulator/src/index.ts';
import { framesOf } from './frames.ts';
import { fleet, phase } from './scenarios.ts';

export interface QuietOptions {
  readonly seed: number;
  readonly days: number;
  readonly tickMs: number;
  readonly rateFactor: number;
  readonly noise: Noise;
  readonly blipsPerDay: number;
}

/** Incidents of quiet days, by what they fell on. */
export interface QuietResult {
  readonly blips: number;
  readonly longBlips: number;
  readonly suspected: number;
  readonly suspectedWithoutCause: number;
  readonly confirmed: number;
  readonly confirmedOnShortBlips: number;
  readonly confirmedWithoutCause: number;
  readonly vendorWide: number;
  readonly remarks: readonly string[];
}

const dayMs = 86_400_000;
const longMs = 40_000;
/** An incident belongs to a blip that it begins during or right after. */
const echoMs = 120_000;

export function runQuiet(options: QuietOptions): QuietResult {
  const blips = planBlips(options);
  const scenario = quietScenario(options, blips);
  const frames = framesOf(scenario, options);
  const stories = new Map<string, { firstMs: number; confirmed: boolean; wide: boolean; text: string }>();
  for (const { transition } of replay({ id: 'quiet', startMs: 0, frames }, defaultIncidentSettings)) {
    const { incident } = transition;
    const story = stories.get(incident.id) ?? {
      firstMs: transition.atMs,
      confirmed: false,
      wide: false,
      text: '',
    };
    story.confirmed ||= incident.state === 'confirmed';
    story.wide ||= incident.state === 'confirmed' && incident.class === 'vendor_wide';
    story.text = `${Math.round(incident.suspectedMs / 1000)} ${incident.kind} ${transition.sentence}`;
    stories.set(incident.id, story);
  }
  const all = [...stories.values()];
  const confirmed = all.filter((story) => story.confirmed);
  const near = (atMs: number): readonly Phase[] =>
    blips.filter(({ fromMs, untilMs }) => atMs >= fromMs && atMs <= untilMs + echoMs);
  const causeless = confirmed.filter(({ firstMs }) => near(firstMs).length === 0);
  return {
    blips: blips.length,
    longBlips: blips.filter((blip) => blip.untilMs - blip.fromMs >= longMs).length,
    suspected: all.length,
    suspectedWithoutCause: all.filter(({ firstMs }) => near(firstMs).length === 0).length,
    confirmed: confirmed.length,
    confirmedOnShortBlips: confirmed.filter(({ firstMs }) => {
      const causes = near(firstMs);
      return causes.length > 0 && causes.every((blip) => blip.untilMs - blip.fromMs < longMs);
    }).length,
    confirmedWithoutCause: causeless.length,
    vendorWide: confirmed.filter(({ wide }) => wide).length,
    remarks: causeless.map(({ text }) => text),
  };
}

function quietScenario({ days }: QuietOptions, phases: readonly Phase[]): Scenario {
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

/** 4 to 50 seconds, mild or nearly total, of one model up to all of a vendor. */
function planBlips({ seed, days, blipsPerDay }: QuietOptions): readonly Phase[] {
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
