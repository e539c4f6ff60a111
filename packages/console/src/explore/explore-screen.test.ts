import { describe, expect, it } from 'vitest';
import { plain } from '../plain.fixture.ts';
import { readable, rendered } from '../rendered.fixture.ts';
import { emptyExplorePage, outagePage, refusedExplorePage } from './explore.fixture.ts';
import { headlineOf } from './headline.ts';

const html = rendered(outagePage);
const text = readable(html);
const say = (...page: Parameters<typeof headlineOf>): string => plain(headlineOf(...page));

describe('exploring an outage', () => {
  it('answers in a sentence with its range and step', () => {
    expect(text).toContain('24.6 % of 18,831 attempts to 7 models failed.');
    expect(text).toContain(
      'Sunday 21 June 2026, 23:48:00 UTC to 22 June, 00:48:00 UTC: 1 hour in steps of 1 min.',
    );
  });

  it('names what was asked for', () => {
    const { asked } = outagePage;
    expect(say({ ...outagePage, asked: { ...asked, model: 'gpt-5.5', service: 'checkout' } })).toBe(
      '24.6 % of 18,831 attempts of checkout to gpt-5.5 failed.',
    );
    expect(say({ ...outagePage, asked: { ...asked, provider: 'openai' } })).toContain('7 models of OpenAI');
    expect(say({ ...emptyExplorePage })).toBe('No attempts in this time.');
  });

  it('shows vendors with their models: attempts, errors, the three most frequent outcomes, speeds', () => {
    expect(text).toContain(
      'claude-opus-4-8 913 38.7 % ok 560 overloaded 314 server errors 39 2.0 s 6.2 s 10 s 5.2 s 16 s 27 s',
    );
    const table = html.slice(html.indexOf('<table class="model-table"'), html.indexOf('</table>'));
    expect(table.match(/<th scope="rowgroup"/g)).toHaveLength(2);
    expect(table.match(/<th scope="row"/g)).toHaveLength(7);
    expect(table.match(/<svg class="strip" role="img"[^>]*><title>[^<]+<\/title>/g)).toHaveLength(7);
  });

  it('leads from a model to itself, and from an outcome to the calls that ended so', () => {
    expect(html).toContain('href="/explore?provider=anthropic&amp;model=claude-opus-4-8"');
    expect(html).toContain(
      'href="/calls?provider=anthropic&amp;model=claude-opus-4-8&amp;outcome=overloaded"',
    );
  });

  it('has the chart’s numbers in tables, and keeps its place for the drawing', () => {
    expect(html).toMatch(/<div class="chart-place" role="img" aria-label="Errors of 6 models/);
    expect(text).toContain('Duration p95: the highest of any 1 min within each 10 min');
    expect(text).toContain('The table below has its numbers.');
  });

  it('tells what was left out', () => {
    expect(text).toContain('2 models with fewer attempts left out');
    expect(text).toContain('The 6 models with most attempts; one more is in the tables.');
  });
});

describe('the question', () => {
  it('is a form whose address is the answer’s', () => {
    expect(html).toContain('<form class="filter" action="/explore" method="get"');
    expect(html).toMatch(/<datalist id="known-model">.*<option value="claude-opus-4-8"/);
  });

  it('has the times people ask for as links that keep the rest', () => {
    expect(html).toContain('href="/explore?from=2026-06-21T23%3A48Z" aria-current="true"');
    expect(rendered(emptyExplorePage)).toContain(
      'href="/explore?model=claude-opus&amp;from=2026-06-22T00%3A33Z"',
    );
  });

  it('that could not be answered stands as it was typed, with what is wrong', () => {
    const refused = rendered(refusedExplorePage);
    expect(readable(refused)).toContain('Not answered. from is "yesterday", expected a time such as');
    expect(refused).toMatch(/<input type="text" name="from" value="yesterday"/);
    expect(refused).not.toContain('<table');
  });

  it('without an answer says what to try', () => {
    const empty = readable(rendered(emptyExplorePage));
    expect(empty).toContain('No attempts in this time.');
    expect(empty).toContain('Ask for everything in this time');
  });
});
