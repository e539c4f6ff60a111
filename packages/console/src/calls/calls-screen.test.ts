import type { CallView } from '@faultline/conventions';
import { describe, expect, it } from 'vitest';
import { plain } from '../plain.fixture.ts';
import { readable, rendered } from '../rendered.fixture.ts';
import {
  listPage,
  lostCall,
  refusedCallsPage,
  savedCall,
  tracePage,
  unfinishedPage,
  unmatchedPage,
} from './calls.fixture.ts';
import { sentenceOfCall } from './headline.ts';

describe('the list of calls', () => {
  const html = rendered(listPage);
  const text = readable(html);

  it('says how many failed and lists each with what matters, newest first', () => {
    expect(text).toContain('3 of 8 calls failed.');
    expect(text).toContain(
      '00:48:08 UTC overloaded claude-opus-4-8 Anthropic checkout 3 12 s – no data overloaded_error HTTP 529',
    );
    expect(text).toContain('00:48:03 UTC ok gpt-5.5 OpenAI checkout 1 2.2 s 0.43 s – no data');
    expect(text).toContain('21 June, 00:48:12 UTC unknown');
  });

  it('shows whose fault an end was by shape and word', () => {
    const mark = (word: string): string =>
      new RegExp(`<span class="mark tone-([a-z]+)"><svg[^>]*>(<[^>]*>)(?:</[a-z]+>)?</svg>${word}</span>`)
        .exec(html)
        ?.slice(1)
        .join(' ') ?? '';
    const marks = ['overloaded', 'no connection', 'rate limited', 'cancelled', 'unknown', 'ok'].map(mark);
    expect(marks.every((found) => found !== '')).toBe(true);
    expect(new Set(marks).size).toBe(marks.length);
  });

  it('leads to each call and to older ones', () => {
    expect(html.match(/<a href="\/calls\/[0-9a-f]{32}"/g)).toHaveLength(8);
    expect(html).toContain('<a href="/calls?after=1782089000000.ab12" rel="next">Older calls</a>');
  });

  it('can be asked for any outcome there is', () => {
    const asked = { ...listPage.asked, outcome: 'overloaded' };
    const filtered = rendered({ ...listPage, asked });
    expect(filtered.match(/<option [^>]*value="[a-z_]+"[^>]*>/g)?.length).toBeGreaterThanOrEqual(16);
    expect(filtered).toMatch(/<option (?:selected )?value="overloaded"(?: selected)?/);
  });

  it('without a match says what to try next', () => {
    expect(readable(rendered(unmatchedPage))).toContain('No call has this id.');
    expect(readable(rendered(unmatchedPage))).toContain(
      'A trace id has 32 hexadecimal digits, this has 10 characters.',
    );
    const { asked } = listPage;
    const none = readable(rendered({ ...unmatchedPage, asked: { ...asked, model: 'gpt' } }));
    expect(none).toContain('No calls in this time.');
    expect(none).toContain('Ask for every call in this time');
  });

  it('tells what is wrong with a question', () => {
    expect(readable(rendered(refusedCallsPage))).toContain('Not answered. from is "noon"');
  });
});

describe('a call in a sentence', () => {
  const say = (changes: Partial<CallView>): string => plain(sentenceOfCall({ ...savedCall, ...changes }));

  it('says how it ended, after how many attempts, in which time', () => {
    expect(say({})).toBe('claude-opus-4-8 answered after 3 attempts in 4.2 s.');
    expect(say({ attemptCount: 1 })).toBe('claude-opus-4-8 answered in 4.2 s.');
    expect(say({ outcome: 'overloaded', faultDomain: 'vendor' })).toBe(
      'claude-opus-4-8 failed: overloaded, after 3 attempts in 4.2 s.',
    );
    expect(say({ outcome: 'timeout', attemptCount: 1 })).toBe(
      'claude-opus-4-8 failed: timeout, after 4.2 s.',
    );
    expect(say({ outcome: 'timeout', attemptCount: 1, durationMs: null })).toBe(
      'claude-opus-4-8 failed: timeout.',
    );
  });

  it('does not call the app’s own decision a failure', () => {
    expect(say({ outcome: 'cancelled', attemptCount: 1 })).toBe(
      'The app gave up on claude-opus-4-8 after 4.2 s.',
    );
    expect(say({ outcome: 'unknown', model: '' })).toBe(
      'The model ended after 3 attempts in 4.2 s; how, nobody told.',
    );
  });
});

describe('one call', () => {
  const html = rendered(tracePage);
  const text = readable(html);

  it('draws its attempts on one axis, each with a sentence', () => {
    const titles = [...plain(html).matchAll(/<svg class="lane-bar" role="img"[^>]*><title>(.*?)<\/title>/g)];
    expect(titles.map(([, title]) => title)).toEqual([
      'Attempt 1 began at 0 s, took 0.31 s, ended overloaded, the vendor asked to wait 0.50 s.',
      'Attempt 2 began at 0.9 s, took 0.28 s, ended overloaded, the vendor asked to wait 1.0 s.',
      'Attempt 3 began at 2.3 s, took 1.9 s, first token after 0.75 s, ended ok.',
    ]);
  });

  it('gives them in numbers too, with the ids that support asks for', () => {
    expect(text).toContain(
      '2 again 00:41:08 UTC 0.9 s 0.28 s – no data overloaded overloaded_error HTTP 529 1.0 s req_011CQ8Zp2mVxT4Hn9a1',
    );
    expect(text).toContain('this request had failed twice within five minutes already');
  });

  it('tells what is known of the call, and leaves out what nobody told', () => {
    expect(text).toContain(
      'Key team-payments Tokens 1,842 in, 310 out, 1,024 read from cache Finish reason end_turn',
    );
    expect(text).not.toContain('written to cache');
    expect(readable(rendered({ ...tracePage, calls: [lostCall] }))).not.toContain('Tokens');
  });

  it('says when a source tells fewer attempts than there were', () => {
    const lost = readable(rendered({ ...tracePage, calls: [lostCall] }));
    expect(lost).toContain('claude-opus-4-8 failed: overloaded, after 3 attempts in 12 s.');
    expect(lost).toContain('One more attempt was made, of which nobody told');
  });

  it('explains attempts whose call has not ended, and a trace that is too long', () => {
    const open = readable(rendered(unfinishedPage));
    expect(open).toContain('2 attempts of a call that nobody has told of.');
    expect(open).toContain('A failed attempt is told at once, its call when it ends.');
    const long = readable(rendered({ ...tracePage, calls: [savedCall, lostCall], truncated: true }));
    expect(long).toContain('2 calls, 1 of them failed.');
    expect(long).toContain('This trace has more calls than fit here');
  });

  it('names itself in the tab', () => {
    expect(html).toMatch(/<title>claude-opus-4-8 answered after 3 attempts in 4\.2.s\. · Faultline<\/title>/);
  });
});
