import type { SloView } from '@faultline/conventions';
import { describe, expect, it } from 'vitest';
import { readable, rendered } from '../rendered.fixture.ts';
import { burningPage, calmPage, sampleSlos, unevaluatedPage } from './slos.fixture.ts';
import { groupByObjective, headlineOf } from './summary.ts';

const html = rendered(burningPage);
const text = readable(html);

describe('service levels while a vendor fails', () => {
  it('begin with how many budgets burn too fast', () => {
    expect(html).toContain('<h1 id="headline">2 of 7 budgets are burning too fast. One is overspent.</h1>');
  });

  it('show each objective with its alert, its counts, what is left and for how long', () => {
    expect(text).toContain(
      'paging 99.0 % of calls to claude-opus-4-8 in prod good, over 28 days 61,204 good, 412 bad ' +
        '33.1 % gone in 1 day 2 hours at this rate',
    );
    expect(text).toContain('512,330 good, 7,349 bad −42.0 % gone');
  });

  it('set every window beside the threshold it may exceed, marked in words where it does', () => {
    expect(text).toContain(
      'page-fast 1 h ▲ 41.6 × over the threshold 5 min ▲ 98.4 × over the threshold 13.44 × paging since 00:29:00 UTC',
    );
    // Both windows must burn: one alone is marked and tells nobody.
    expect(text).toContain('ticket-slow 3 d 1.0 × 6 h ▲ 7.2 × over the threshold 1 × no alert');
  });

  it('draw the budget so that overspending has a form of its own, and a sentence', () => {
    expect(html).toMatch(
      /<svg class="budget-bar" role="img"[^>]*><title>33\.1.% of the budget is left\.<\/title>/,
    );
    expect(html.match(/class="budget-over"/g)).toHaveLength(1);
    expect(html).toMatch(/<title>The budget is overspent: 42.% more than all of it\.<\/title>/);
  });

  it('open what needs a look and keep the rest closed', () => {
    expect(html.match(/<details class="slo-burn" open/g)).toHaveLength(3);
    expect(html.match(/<details class="slo-burn"/g)).toHaveLength(7);
  });

  it('lead to the same calls, for all time or for one window', () => {
    expect(html).toContain('href="/explore?provider=anthropic&amp;model=claude-opus-4-8"');
    expect(html).toContain(
      'href="/explore?provider=anthropic&amp;model=claude-opus-4-8&amp;from=2026-06-21T23%3A47Z&amp;until=2026-06-22T00%3A47Z"',
    );
  });

  it('tell how many are left out', () => {
    expect(text).toContain('3 more service levels are not evaluated: beyond slo.instancesMax');
  });
});

describe('the list', () => {
  it('is grouped by objective, in the order of the worst of each', () => {
    const groups = groupByObjective(sampleSlos);
    expect(groups.map(([name, members]) => `${name} ${members.length}`)).toEqual([
      'model-availability 5',
      'service-availability 1',
      'model-time-to-first-chunk 1',
    ]);
  });
});

describe('calmer pages', () => {
  it('say that all is well', () => {
    expect(headlineOf(calmPage)).toBe('The one budget holds.');
    expect(headlineOf({ ...calmPage, slos: sampleSlos.slice(3, 6) })).toBe('All 3 budgets hold.');
    expect(rendered(calmPage)).not.toContain('tone-down');
  });

  it('do not call an overspent budget well because it stopped burning', () => {
    const spent: SloView = { ...(sampleSlos[3] as SloView), budgetRemaining: -0.1 };
    expect(headlineOf({ ...calmPage, slos: [spent] })).toBe(
      'No budget is burning too fast. One is overspent.',
    );
  });

  it('give no all-clear while a budget burns that has not been watched for long enough to alert', () => {
    const [first] = sampleSlos;
    const tiers = first?.tiers.map((tier) => ({ ...tier, state: 'warming' as const })) ?? [];
    const warming = { ...(first as SloView), tiers };
    expect(headlineOf({ ...calmPage, slos: [warming] })).toBe(
      'Too little has been seen to say which budgets burn too fast.',
    );
  });

  it('say before the first evaluation why there is nothing, and what comes next', () => {
    const empty = readable(rendered(unevaluatedPage));
    expect(empty).toContain(
      'No service level has been evaluated yet. The first evaluation comes within a minute',
    );
    expect(empty).toContain('docs/slo-and-incidents.md');
  });
});
