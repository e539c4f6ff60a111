import { describe, expect, it } from 'vitest';
import type { AttemptSample } from '../model/attempt-sample.ts';
import { sampleTransition } from '../store/samples.fixture.ts';
import type { AttemptQuestion } from '../store/store.ts';
import { createEvidenceSamples } from './evidence-samples.ts';

const sample = (atMs: number, model: string, vendorRequestId: string): AttemptSample => ({
  atMs,
  model,
  outcome: 'overloaded',
  traceId: `trace-${atMs}`,
  spanId: `span-${atMs}`,
  vendorRequestId,
});
const found = [
  sample(1, 'opus', ''),
  sample(2, 'opus', 'req_2'),
  sample(3, 'opus', 'req_3'),
  sample(4, 'sonnet', 'req_4'),
];

function noError(error: unknown): void {
  expect.unreachable(String(error));
}

describe('the attempts an incident is shown by', () => {
  it('are the first one and some that the vendor can be asked about, of several models', async () => {
    const questions: AttemptQuestion[] = [];
    const samples = createEvidenceSamples(
      {
        attemptsThat: async (question) => {
          questions.push(question);
          return found;
        },
      },
      noError,
    );
    const told = sampleTransition({ firstBadMs: 1000, state: 'suspected', confirmedMs: null });
    await samples.gather([told.incident], told.atMs);
    await samples.gather([told.incident], told.atMs + 2000);
    const { evidence } = samples.addTo(told).incident;
    expect(evidence.samples?.map(({ atMs }) => atMs)).toEqual([1, 2, 4]);
    expect(questions).toHaveLength(1);
    expect(questions[0]).toMatchObject({
      provider: 'anthropic',
      outcomes: expect.arrayContaining(['overloaded']),
    });
  });

  it('are looked for again when it is confirmed', async () => {
    let asked = 0;
    const attemptsThat = async (): Promise<readonly AttemptSample[]> => {
      asked += 1;
      return found.slice(0, asked);
    };
    const samples = createEvidenceSamples({ attemptsThat }, noError);
    const told = sampleTransition({ firstBadMs: 1000, state: 'suspected', confirmedMs: null });
    await samples.gather([told.incident], told.atMs);
    const confirmed = { ...told.incident, state: 'confirmed', confirmedMs: told.atMs } as const;
    await samples.gather([confirmed], told.atMs);
    expect(samples.addTo({ ...told, incident: confirmed }).incident.evidence.samples).toHaveLength(2);
  });

  it('keep no page back when they cannot be had', async () => {
    const errors: unknown[] = [];
    const samples = createEvidenceSamples(
      { attemptsThat: () => Promise.reject(new Error('down')) },
      (error) => errors.push(error),
    );
    const told = sampleTransition({ firstBadMs: 1000, state: 'suspected' });
    await samples.gather([told.incident], told.atMs);
    expect(samples.addTo(told)).toBe(told);
    expect(errors).toHaveLength(1);
  });
});
