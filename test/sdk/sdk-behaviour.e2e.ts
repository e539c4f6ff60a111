import { attribute, faultDomain, type Outcome } from '@faultline/conventions';
import { afterEach, describe, expect, test } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { casesOf, families } from './families.mjs';
import { type AppRun, type PlainSpan, runApp } from './sdk-run.ts';
import { type Setup, setups } from './versions.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const nameOf = ({ packages, format, node }: Setup): string =>
  `${packages.join(' + ')}, ${format}, Node ${node}`;
const chosen = setups().filter((setup) => nameOf(setup).includes(process.env.SDK ?? ''));

describe.each(chosen.map((setup) => [nameOf(setup), setup] as const))('%s', (_, setup) => {
  test('an app gets what it got without us, and each call is told once, as it was', async () => {
    const family = families[setup.family];
    if (!family) throw new Error(`no family is called ${setup.family}`);
    const cases = casesOf(family).filter(({ name }) => !setup.without?.includes(name));
    const [bare, observed] = (await Promise.all(
      [false, true].map((isObserved) => runApp(cleanup, setup, family.provider, cases, isObserved)),
    )) as [AppRun, AppRun];
    for (const { name } of cases) expect.soft(observed.results[name], name).toEqual(bare.results[name]);
    expect(observed.exit).toEqual(bare.exit);
    for (const one of cases) {
      const spans = observed.spans.filter(
        ({ attributes }) => attributes[attribute.requestModel] === one.model,
      );
      expect.soft(shown(spans, one.expected), one.name).toEqual(one.expected);
    }
    expect(observed.spans.every(({ attributes }) => attributes[attribute.provider] === family.provider)).toBe(
      true,
    );
    expect(observed.stderr).toBe(bare.stderr);
  });
});

type Expected = Readonly<Record<string, unknown>>;

/** What the spans of one case show, in the fields that the case has an opinion about. */
function shown(spans: readonly PlainSpan[], expected: Expected): Expected {
  const isAttempt = ({ attributes }: PlainSpan): boolean => attribute.spanRole in attributes;
  const calls = spans.filter((span) => !isAttempt(span));
  const call = calls.at(-1)?.attributes ?? {};
  const outcome = call[attribute.outcome] as Outcome | undefined;
  const all: Expected = {
    calls: calls.length,
    attempts: calls.length > 0 ? spans.length / calls.length : expected.attempts,
    outcome,
    domain: outcome && faultDomain[outcome],
    status: call[attribute.httpStatus],
    hasTokens: attribute.inputTokens in call && attribute.outputTokens in call,
    hasFirstChunk: attribute.timeToFirstChunk in call,
  };
  return Object.fromEntries(
    Object.entries(expected).map(([key, value]) => [key, value === 'any' ? value : all[key]]),
  );
}
