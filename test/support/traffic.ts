import { setTimeout as sleep } from 'node:timers/promises';
import type { Cleanup } from './cleanup.ts';
import type { Collector } from './collector.ts';
import { eventually } from './eventually.ts';
import { sendCalls } from './otlp-sender.ts';
import { createCall, type SyntheticCall } from './synthetic-calls.ts';

/** A fleet that calls its models at a steady rate, of which some vendors can be made to fail. */
export interface Traffic {
  readonly models: Readonly<Record<string, readonly string[]>>;
  fail(provider: string): void;
  recover(provider: string): void;
}

const usualModels: Traffic['models'] = {
  anthropic: [
    'claude-opus-4-8',
    'claude-opus-4-7',
    'claude-opus-4-6',
    'claude-sonnet-4-6',
    'claude-haiku-4-5',
  ],
  openai: ['gpt-5.5', 'gpt-5-mini'],
};
const callsPerModel = 4;
/** Several to a frame of two seconds, so that every frame holds calls of every model even when some are late. */
const roundEveryMs = 250;
/** One in twenty still succeeds, as in every outage that was ever measured. */
const lucky = 20;

export function startTraffic(cleanup: Cleanup, url: string, models = usualModels): Traffic {
  const failing = new Set<string>();
  const ending = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  let sent = 0;

  function outcomeAt(provider: string): SyntheticCall['outcome'] {
    sent += 1;
    return failing.has(provider) && sent % lucky !== 0 ? 'overloaded' : 'ok';
  }
  function round(): readonly SyntheticCall[] {
    return Object.entries(models).flatMap(([provider, names]) =>
      names.flatMap((model) =>
        Array.from({ length: callsPerModel }, () =>
          createCall({ provider, model, outcome: outcomeAt(provider) }),
        ),
      ),
    );
  }
  async function play(): Promise<void> {
    while (!ending.signal.aborted) {
      const sending = sendCalls(url, round(), ending.signal).finally(() => underWay.delete(sending));
      underWay.add(sending);
      await sleep(roundEveryMs, undefined, { signal: ending.signal }).catch(() => undefined);
    }
    await Promise.all(underWay);
  }

  const playing = play();
  cleanup.add(() => {
    ending.abort();
    return playing;
  });
  return {
    models,
    fail: (provider) => failing.add(provider),
    recover: (provider) => failing.delete(provider),
  };
}

/** The collector has seen enough of the fleet to say so of both. */
export function vendorsAreNormal(collector: Collector): Promise<true> {
  return eventually('both vendors are normal', async () => {
    const { vendors } = await collector.wall();
    return vendors.length === 2 && vendors.every(({ state }) => state === 'ok');
  });
}
