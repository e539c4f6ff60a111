import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../model/incident.ts';
import type { OfficialPost } from '../../model/official.ts';
import { samplePost, sampleTransition } from '../../store/samples.fixture.ts';
import { officialStory } from './lead-time.ts';

const minuteMs = 60_000;
const firstBadMs = Date.parse('2026-06-22T00:20:00Z');
const after = (minutes: number): number => firstBadMs + minutes * minuteMs;

const { incident } = sampleTransition({
  firstBadMs,
  suspectedMs: firstBadMs + 6_000,
  confirmedMs: firstBadMs + minuteMs,
  models: ['claude-opus-4-8'],
});

/** Posts of one incident of the vendor. */
function told(...posts: readonly (Partial<OfficialPost> & { readonly postedMs: number })[]) {
  return posts.map((post) => samplePost({ incidentId: 'one', ...post }));
}

function story(posts: readonly OfficialPost[], changes: Partial<Incident> = {}, nowMs = after(120)) {
  return officialStory({ ...incident, ...changes }, posts, nowMs);
}

describe('what the vendor said of an incident', () => {
  it('comes with how much later than we it was', () => {
    const posts = told(
      { postedMs: after(107), status: 'resolved' },
      { postedMs: after(17) },
      { postedMs: after(51), status: 'identified' },
    );
    expect(story(posts)).toMatchObject({
      firstPostMs: after(17),
      identifiedMs: after(51),
      resolvedMs: after(107),
      detectedMs: after(1),
      leadMs: 16 * minuteMs,
      posts: [{ status: 'investigating' }, { status: 'identified' }, { status: 'resolved' }],
    });
  });

  it('is measured from the suspicion while nobody is sure', () => {
    expect(story(told({ postedMs: after(17) }), { confirmedMs: null })).toMatchObject({
      detectedMs: firstBadMs + 6_000,
      leadMs: 17 * minuteMs - 6_000,
    });
  });

  it('was said before us: the lead is negative', () => {
    expect(story(told({ postedMs: after(-4) })).leadMs).toBe(-5 * minuteMs);
  });

  it('may be nothing', () => {
    expect(story([])).toMatchObject({ posts: [], firstPostMs: null, leadMs: null, resolvedMs: null });
  });

  it('may come after all was over', () => {
    const over = { resolvedMs: after(30), state: 'resolved' as const };
    expect(story(told({ postedMs: after(90), status: 'resolved' }), over, after(600))).toMatchObject({
      leadMs: 89 * minuteMs,
      resolvedMs: after(90),
    });
    expect(story(told({ postedMs: after(300) }), over, after(600)).posts).toEqual([]);
    // Written down the next day, with the time at which it began.
    expect(story(told({ postedMs: after(900), startedMs: after(5) }), over, after(1000)).leadMs).toBe(
      899 * minuteMs,
    );
  });

  it('is dated by when it was posted, not by the beginning that was set back', () => {
    expect(story(told({ postedMs: after(17), startedMs: after(-10) })).leadMs).toBe(16 * minuteMs);
  });

  it('is not what it said of another model, vendor, region or day', () => {
    const posts = [
      ...told({ postedMs: after(3), models: [] }, { postedMs: after(9), models: ['sonnet 4.6'] }),
      samplePost({ postedMs: after(4), provider: 'openai' }),
      samplePost({ postedMs: after(-24 * 60) }),
      samplePost({ postedMs: after(5), region: 'us-west-2' }),
      ...told(
        { postedMs: after(-20), incidentId: 'two' },
        { postedMs: after(-3), incidentId: 'two', status: 'resolved' },
      ),
    ];
    expect(story(posts, { region: 'us-east-1' }).posts).toEqual([]);
  });

  it('may name some of the models, or none', () => {
    expect(story(told({ postedMs: after(9), models: ['opus 4.8', 'sonnet 4.6'] })).posts).toHaveLength(1);
    expect(story(told({ postedMs: after(9), models: ['opus'] })).posts).toHaveLength(1);
    expect(story(told({ postedMs: after(9), models: [] })).posts).toHaveLength(1);
  });

  it('still counts when all models have recovered', () => {
    const affected = {
      ...{ model: 'claude-opus-4-8', attempts: 10, bad: 9 },
      ...{ firstBadMs, recoveredMs: after(40), abandoned: false },
    };
    const evidence = { ...incident.evidence, affected: [affected] };
    const recovered = { models: [], evidence };
    expect(story(told({ postedMs: after(9), models: ['opus 4.8'] }), recovered).posts).toHaveLength(1);
    expect(story(told({ postedMs: after(9), models: ['opus 4.7'] }), recovered).posts).toEqual([]);
  });

  it('is over when the last of its incidents is', () => {
    const two = told(
      { postedMs: after(9) },
      { postedMs: after(60), status: 'resolved' },
      { postedMs: after(20), incidentId: 'two' },
    );
    expect(story(two).resolvedMs).toBeNull();
    const over = [...two, samplePost({ postedMs: after(80), incidentId: 'two', status: 'resolved' })];
    expect(story(over).resolvedMs).toBe(after(80));
  });

  it('is not what it had planned: that makes it neither earlier nor longer', () => {
    const planned = [
      { postedMs: after(-20), status: 'maintenance' },
      { postedMs: after(-10), status: 'maintenance' },
      { postedMs: after(5), status: 'update' },
    ] as const;
    const outage = told({ postedMs: after(9) }, { postedMs: after(60), status: 'resolved' });
    for (const plan of [
      planned.slice(0, 1),
      planned,
      [planned[0], { ...planned[2], status: 'resolved' }],
    ] as const) {
      const both = [...plan.map((post) => samplePost({ incidentId: 'plan', ...post })), ...outage];
      expect(story(both)).toMatchObject({ firstPostMs: after(9), resolvedMs: after(60) });
      expect(story(both).posts).toHaveLength(both.length);
    }
    const worse = told({ postedMs: after(5), status: 'maintenance' }, { postedMs: after(9) });
    expect(story(worse)).toMatchObject({ firstPostMs: after(9), resolvedMs: null });
  });

  it('does not depend on the order in which posts are read', () => {
    const posts = told(
      { postedMs: after(9), id: 'a' },
      { postedMs: after(51), id: 'b', status: 'identified' },
      { postedMs: after(9), id: 'c', models: ['opus 4.8'] },
      { postedMs: after(80), id: 'd', status: 'resolved' },
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(posts, { minLength: posts.length }), (shuffled) => {
        expect(story(shuffled)).toEqual(story(posts));
      }),
    );
  });
});
