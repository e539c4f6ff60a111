import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify, type Ending } from './classify.ts';
import { faultDomain, type Outcome, outcomes, sliPolicies } from './outcome.ts';

describe('how it ended', () => {
  it.each<readonly [string, Ending, Outcome]>([
    [
      'a complete answer with content',
      { transport: 'complete', httpStatus: 200, protocol: 'complete', hasContent: true },
      'ok',
    ],
    [
      'a complete answer with nothing in it',
      { transport: 'complete', httpStatus: 200, protocol: 'complete', hasContent: false },
      'blank',
    ],
    [
      'an answer the policy ended',
      { transport: 'complete', httpStatus: 200, protocol: 'complete', hasContent: true, filtered: true },
      'filtered',
    ],
    [
      'a stream without its terminal event',
      { transport: 'complete', httpStatus: 200, protocol: 'incomplete', hasContent: true },
      'truncated',
    ],
    ['HTML with status 200', { transport: 'complete', httpStatus: 200, protocol: 'malformed' }, 'malformed'],
    ['a stream cut under us', { transport: 'cut', httpStatus: 200, hasContent: true }, 'truncated'],
    ['a reset before any byte', { transport: 'cut' }, 'network'],
    [
      'a cut after the terminal event',
      { transport: 'cut', httpStatus: 200, protocol: 'complete', hasContent: true },
      'ok',
    ],
    ['a bare 504: somebody there gave up', { transport: 'complete', httpStatus: 504 }, 'vendor_error'],
    ['no connection', { transport: 'connect_failed' }, 'network'],
    ['no answer before the deadline', { transport: 'timed_out' }, 'timeout'],
    ['headers, then nothing before the deadline', { transport: 'timed_out', httpStatus: 200 }, 'timeout'],
    ['a stream that went silent', { transport: 'timed_out', httpStatus: 200, hasContent: true }, 'stalled'],
    ['the app gave up', { transport: 'aborted', httpStatus: 200, hasContent: true }, 'cancelled'],
    ['an HTML error page with status 502', { transport: 'complete', httpStatus: 502 }, 'vendor_error'],
    ['a bare 529', { transport: 'complete', httpStatus: 529 }, 'overloaded'],
    ['a 200 nobody looked into', { transport: 'complete', httpStatus: 200 }, 'unknown'],
  ])('%s', (_, ending, outcome) => {
    expect(classify(ending)).toBe(outcome);
  });

  it('always gives one of the sixteen outcomes, whatever a vendor sends', () => {
    const ending = fc.record<Ending>({
      transport: fc.constantFrom('complete', 'connect_failed', 'cut', 'timed_out', 'aborted'),
      httpStatus: fc.option(fc.integer({ min: 100, max: 599 }), { nil: undefined }),
      error: fc.option(fc.record({ type: fc.string(), code: fc.string(), message: fc.string() }), {
        nil: undefined,
      }),
      protocol: fc.constantFrom('complete', 'incomplete', 'malformed', undefined),
      hasContent: fc.option(fc.boolean(), { nil: undefined }),
      filtered: fc.option(fc.boolean(), { nil: undefined }),
    });
    fc.assert(fc.property(ending, (each) => outcomes.includes(classify(each))));
  });

  it('never calls an HTTP error status a success', () => {
    const status = fc.integer({ min: 400, max: 599 });
    const message = fc.option(fc.string(), { nil: undefined });
    fc.assert(
      fc.property(status, message, (httpStatus, text) => {
        const error = text === undefined ? undefined : { message: text };
        return (
          classify({ transport: 'complete', httpStatus, error, protocol: 'complete', hasContent: true }) !==
          'ok'
        );
      }),
    );
  });
});

describe('service level policies', () => {
  it('judge every outcome, and never blame the vendor for what the app or its account did', () => {
    for (const outcome of outcomes) {
      const judgement = sliPolicies.availability[outcome];
      if (faultDomain[outcome] === 'account' || outcome === 'cancelled' || outcome === 'caller_error') {
        expect(judgement, outcome).toBe('excluded');
      }
      if (faultDomain[outcome] === 'vendor' || faultDomain[outcome] === 'network')
        expect(judgement, outcome).toBe('bad');
    }
  });
});
