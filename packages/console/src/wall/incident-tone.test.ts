import type { Wall, WallIncident } from '@faultline/conventions';
import { describe, expect, it } from 'vitest';
import { localNetworkWall, outageWall } from '../sample-walls.fixture.ts';
import { incidentTone } from './incident-tone.ts';

const first = (wall: Wall): WallIncident => wall.incidents[0] as WallIncident;

describe('the colour of an incident', () => {
  it('is red while a model it names is failing', () => {
    expect(incidentTone(first(outageWall), outageWall)).toBe('down');
  });

  it('is not red for a confirmed fault under which everything still answers, only worse', () => {
    expect(incidentTone(first(localNetworkWall), localNetworkWall)).toBe('degraded');
    const mild = { ...first(outageWall), models: ['claude-haiku-4-5'] };
    expect(incidentTone(mild, outageWall)).toBe('degraded');
  });

  it('is never red before it is confirmed or once it recovers', () => {
    const tones = (['suspected', 'recovering', 'resolved'] as const).map((state) =>
      incidentTone({ ...first(outageWall), state }, outageWall),
    );
    expect(tones).toEqual(['degraded', 'recovering', 'ok']);
  });
});
