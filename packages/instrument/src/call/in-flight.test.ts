import { describe, expect, it } from 'vitest';
import { openaiChat } from '../protocols/openai-chat.ts';
import { countInFlight, type InFlightCall } from './in-flight.ts';
import type { LlmTarget } from './llm-request.ts';

const target: LlmTarget = {
  protocol: openaiChat,
  operation: 'chat',
  provider: 'openai',
  region: 'eu',
  host: 'eu.api.openai.com',
  port: undefined,
  model: 'gpt-x',
  stream: true,
  credential: 'web',
};
const silent = (seconds: number, phase: InFlightCall['phase'] = 'waiting', key = 'web'): InFlightCall => ({
  target: { ...target, credential: key },
  phase,
  silentMs: () => seconds * 1000,
});

describe('calls in flight', () => {
  it('are counted by how long the vendor has been silent', () => {
    const counts = countInFlight([silent(0), silent(0.9), silent(1), silent(59.9), silent(60), silent(9999)]);
    expect(counts.map(({ ageSeconds, calls }) => [ageSeconds, calls])).toEqual([
      [0, 2],
      [1, 1],
      [30, 1],
      [60, 1],
      [600, 1],
    ]);
  });

  it('are kept apart by phase and by key', () => {
    const counts = countInFlight([silent(3), silent(3, 'responding'), silent(3, 'waiting', 'batch')]);
    expect(counts.map(({ phase, target: { credential }, calls }) => [phase, credential, calls])).toEqual([
      ['waiting', 'web', 1],
      ['responding', 'web', 1],
      ['waiting', 'batch', 1],
    ]);
  });

  it('that have not sent a target yet are nobody’s', () => {
    expect(countInFlight([{ ...silent(3), target: undefined }])).toEqual([]);
  });
});
