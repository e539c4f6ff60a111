import { describe, expect, it } from 'vitest';
import type { Frame } from '../../model/frame.ts';
import type { IncidentTransition } from '../../model/incident.ts';
import { detect, fleet, playFrames } from './fleet.fixture.ts';
import { defaultIncidentSettings } from './settings.ts';
import { advanceTimeline, emptyTimeline } from './timeline.ts';

const reviseMs = 60_000;

/** Feeds the frames tick by tick, each first seen incomplete and completed only `lateFrames` ticks later. */
function follow(frames: readonly Frame[], lateFrames: number): readonly IncidentTransition[] {
  let timeline = emptyTimeline;
  const transitions: IncidentTransition[] = [];
  for (let now = 0; now < frames.length; now += 1) {
    const window = frames.slice(Math.max(0, now - reviseMs / 2000), now + 1);
    const seen = window.map((frame, index) =>
      window.length - 1 - index < lateFrames ? halve(frame) : frame,
    );
    const result = advanceTimeline(timeline, seen, reviseMs, defaultIncidentSettings);
    timeline = result.timeline;
    transitions.push(...result.transitions);
  }
  return transitions;
}

/** Half the series have not reported yet. */
function halve(frame: Frame): Frame {
  return { ...frame, series: frame.series.filter((_, index) => index % 2 === 0) };
}

const outage = playFrames({
  members: fleet(0.3),
  faults: [
    { from: 200, to: 400, hits: (each) => each.provider === 'anthropic', outcome: 'overloaded', share: 0.97 },
  ],
  seconds: 700,
  seed: 3,
});

function story(transitions: readonly IncidentTransition[]): readonly string[] {
  const told = transitions.map(({ incident }) => `${incident.id} ${incident.state}`);
  return told.filter((line, index) => line !== told[index - 1]);
}

describe('timeline', () => {
  it('tells the same as plain steps when every frame is complete at once', () => {
    expect(follow(outage, 0)).toEqual(detect(outage).transitions);
  });

  it('comes to the same end when attempts arrive seconds late, and announces one incident', () => {
    const late = follow(outage, 3);
    expect(new Set(late.map(({ incident }) => incident.id)).size).toBe(1);
    expect(late.at(-1)?.incident.state).toBe('resolved');
    expect(late.at(-1)?.incident.widestClass).toBe('vendor_wide');
    expect(story(late).map((line) => line.split(' ')[1])).toEqual(
      story(detect(outage).transitions).map((line) => line.split(' ')[1]),
    );
  });

  it('counts the late attempts: nothing that arrived within a minute is missing from the evidence', () => {
    const attempts = (transitions: readonly IncidentTransition[]): number =>
      transitions.at(-1)?.incident.evidence.attempts ?? 0;
    const complete = attempts(detect(outage).transitions);
    expect(attempts(follow(outage, 3)) / complete).toBeGreaterThan(0.98);
  });
});
