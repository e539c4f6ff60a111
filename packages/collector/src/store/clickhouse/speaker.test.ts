import { expect, it } from 'vitest';
import type { Lease } from './lease.ts';
import { createSpeaker } from './speaker.ts';

function speakerWith(claim: Lease['claim']) {
  const clock = { nowMs: 0 };
  const asked: number[] = [];
  const lease: Lease = {
    claim: () => {
      asked.push(clock.nowMs);
      return claim();
    },
    renew: async () => undefined,
    release: async () => undefined,
  };
  return { clock, asked, speaker: createSpeaker(lease, () => clock.nowMs) };
}

it('whoever speaks goes on while the server is away, when nobody else can take over either', async () => {
  const answers: (boolean | Error)[] = [true, new Error('away'), false, new Error('away')];
  const { clock, speaker } = speakerWith(async () => {
    const answer = answers.shift();
    if (typeof answer !== 'boolean') throw answer;
    return answer;
  });
  const spoke: boolean[] = [];
  for (clock.nowMs = 10_000; clock.nowMs <= 40_000; clock.nowMs += 10_000)
    spoke.push(await speaker.isSpeaking());
  expect(spoke).toEqual([true, true, false, false]);
});

it('the server is not asked with every evaluation', async () => {
  const { clock, asked, speaker } = speakerWith(async () => true);
  for (clock.nowMs = 0; clock.nowMs < 30_000; clock.nowMs += 2_000) await speaker.isSpeaking();
  expect(asked).toEqual([0, 10_000, 20_000]);
});

it('a clock that is set back by minutes does not make it let go of the lease', async () => {
  const { clock, asked, speaker } = speakerWith(async () => true);
  for (const nowMs of [600_000, 300_000, 302_000, 310_000]) {
    clock.nowMs = nowMs;
    await speaker.isSpeaking();
  }
  expect(asked).toEqual([600_000, 300_000, 310_000]);
});
