// The fleet under watch, and what may happen to it.
import type { Phase, Scenario, Truth } from '../../packages/simulator/src/index.ts';

export const second = 1000;
export const minute = 60 * second;
export const warmUpMs = 90 * minute;
export const lastsMs = 20 * minute;

export type Fleet = Scenario['fleet'];

interface Rate {
  readonly provider: NonNullable<Truth['provider']>;
  readonly model: string;
  readonly perSecond: number;
  readonly durationMs: number;
  readonly firstChunkMs: number;
}

export const rates: readonly Rate[] = [
  rate('anthropic', 'opus-4.8', 15, 3200, 896),
  rate('anthropic', 'opus-4.7', 25, 2100, 693),
  rate('anthropic', 'opus-4.6', 40, 1500, 570),
  rate('anthropic', 'sonnet-4.6', 120, 800, 224),
  rate('anthropic', 'haiku-4.5', 60, 500, 165),
  rate('openai', 'gpt-5.5', 50, 1800, 684),
  rate('openai', 'gpt-5-mini', 80, 700, 196),
  rate('gcp.gemini', 'gemini-3-pro', 20, 2000, 700),
  rate('gcp.gemini', 'gemini-3-flash', 45, 600, 190),
];

function rate(
  provider: Rate['provider'],
  model: string,
  perSecond: number,
  durationMs: number,
  firstChunkMs: number,
): Rate {
  return { provider, model, perSecond, durationMs, firstChunkMs };
}

export const claude = rates.filter(({ provider }) => provider === 'anthropic').map(({ model }) => model);
export const june = ['opus-4.8', 'opus-4.7', 'opus-4.6', 'sonnet-4.6'];

export function fleet(
  regions: Readonly<Record<string, number>> = {},
  credentials: Readonly<Record<string, number>> = {},
): Fleet {
  return rates.map(({ provider, model, perSecond, durationMs, firstChunkMs }) => ({
    provider,
    model,
    requestsPerSecond: perSecond,
    streamingShare: 1,
    latencyP50Ms: durationMs,
    latencySigma: 0.6,
    timeToFirstTokenP50Ms: firstChunkMs,
    inputTokens: 1500,
    outputTokens: 200,
    reasoningTokens: 0,
    regions: provider === 'anthropic' ? regions : {},
    credentials: provider === 'anthropic' ? credentials : {},
  }));
}

export type Change = Partial<Omit<Phase, 'fromMs' | 'untilMs'>> & {
  readonly delayMs?: number;
};

export function phase({ delayMs = 0, ...change }: Change, fromMs: number): Phase {
  return {
    fromMs: fromMs + delayMs,
    untilMs: fromMs + lastsMs,
    providers: null,
    models: null,
    region: null,
    credential: null,
    job: null,
    faults: {},
    latencyFactor: 1,
    ttftFactor: 1,
    rateFactor: 1,
    promptFactor: 1,
    rampMs: 0,
    rampOutMs: 0,
    pulse: null,
    ...change,
  };
}
