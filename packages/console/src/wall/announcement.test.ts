import type { Wall } from '@faultline/conventions';
import { describe, expect, it } from 'vitest';
import { localNetworkWall, normalWall, outageWall } from '../sample-walls.fixture.ts';
import { announceChanges } from './announcement.ts';

describe('what a screen reader hears when a new wall arrives', () => {
  it('is nothing while only numbers change', () => {
    const later: Wall = {
      ...outageWall,
      dataAtMs: outageWall.dataAtMs + 2000,
      vendors: outageWall.vendors.map((vendor) => ({ ...vendor, errorShare: 0.5, attemptsPerMinute: 3 })),
    };
    expect(announceChanges(outageWall, later)).toBe('');
  });

  it('is the incident and the vendor, not each of its models', () => {
    expect(announceChanges(normalWall, outageWall)).toBe(
      'Incident confirmed: Vendor-wide, Anthropic. Anthropic is now failing.',
    );
  });

  it('is the model when its vendor stays as it was', () => {
    const recovered: Wall = {
      ...outageWall,
      vendors: outageWall.vendors.map((vendor) => ({
        ...vendor,
        models: vendor.models.map((model) =>
          model.state === 'recovering' ? { ...model, state: 'ok' } : model,
        ),
      })),
    };
    expect(announceChanges(outageWall, recovered)).toBe('claude-haiku-4-5 is now normal.');
  });

  it('stays short when everything changes at once', () => {
    expect(announceChanges(normalWall, localNetworkWall)).toBe(
      'Incident confirmed: Our own network. Anthropic is now degraded. OpenAI is now degraded. And 1 more change.',
    );
  });
});
