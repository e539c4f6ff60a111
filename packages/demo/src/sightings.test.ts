import type { Wall } from '@faultline/conventions';
import type { ServedRequest } from '@faultline/simulator';
import { describe, expect, it } from 'vitest';
import { createSightings } from './sightings.ts';

const wallWith = (state: string): Wall =>
  ({ incidents: [{ provider: 'anthropic', state }] }) as unknown as Wall;
const request = (provider: string, endMs: number, fault: string | null): ServedRequest =>
  ({ provider, endMs, fault }) as unknown as ServedRequest;

describe('when an outage was seen', () => {
  it('is told from the first request that it let fail, and not from those that fail every day', () => {
    let nowMs = 5_000;
    const sightings = createSightings(() => nowMs, 2_000);
    sightings.see(wallWith('suspected'));
    nowMs = 9_000;
    sightings.see(wallWith('confirmed'));
    const served = [
      request('anthropic', 1_000, 'overloaded'),
      request('anthropic', 2_900, 'overloaded'),
      request('anthropic', 2_400, 'overloaded'),
      request('anthropic', 2_100, null),
      request('openai', 2_050, 'server_error'),
    ];
    expect(sightings.clock(served)).toEqual({ firstFailedMs: 2_400, suspectedMs: 5_000, confirmedMs: 9_000 });
  });

  it('has no beginning where no outage is played', () => {
    const sightings = createSightings(() => 5_000, null);
    sightings.see(wallWith('suspected'));
    expect(sightings.clock([request('anthropic', 1_000, 'overloaded')]).firstFailedMs).toBeNull();
  });
});
