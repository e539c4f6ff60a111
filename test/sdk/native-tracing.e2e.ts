import { attribute, faultDomain, type Outcome } from '@faultline/conventions';
import { afterEach, describe, expect, test } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { startSpanSink } from '../support/span-sink.ts';
import { casesOf, families } from './families.mjs';
import { type AppRun, type PlainSpan, runApp } from './sdk-run.ts';
import type { Setup } from './versions.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const anthropic = {
  family: 'anthropic',
  packages: ['@anthropic-ai/sdk'],
  nodes: [20, 24],
  formats: [],
} as const;
const setups: readonly Setup[] = [
  { ...anthropic, node: 20, format: 'ESM' },
  { ...anthropic, node: 24, format: 'CJS' },
];

/** Here the SDK ends its span before the answer is over; what we see then has a span of its own, below. */
const endsItsSpanEarly: ReadonlySet<string> = new Set(['asResponse']);

const isOfVendor = ({ scope }: PlainSpan): boolean => scope.startsWith('com.anthropic.sdk');
const isAttempt = ({ attributes }: PlainSpan): boolean => attribute.spanRole in attributes;
const isJudged = ({ attributes }: PlainSpan): boolean => attribute.outcome in attributes;

describe.each(setups.map((setup) => [`${setup.format}, Node ${setup.node}`, setup] as const))(
  'an app that traces, with an SDK that traces itself: %s',
  (_, setup) => {
    test('has one span per call, completed with what we saw, and each failed attempt below it', async () => {
      const family = families.anthropic;
      if (!family) throw new Error('no family is called anthropic');
      const cases = casesOf(family);
      const bare: AppRun = await runApp(cleanup, setup, family.provider, cases, false);
      const env = { GLOBAL_PROVIDER: 'true' };
      const observed: AppRun = await runApp(cleanup, setup, family.provider, cases, true, env);
      for (const { name } of cases) expect.soft(observed.results[name], name).toEqual(bare.results[name]);
      expect([observed.exit, observed.stderr]).toEqual([bare.exit, bare.stderr]);

      for (const { name, model, expected } of cases) {
        const spans = observed.spans.filter(({ attributes }) => attributes[attribute.requestModel] === model);
        const ofVendor = spans.filter(isOfVendor);
        const judged = spans.filter((span) => isJudged(span) && !isAttempt(span));
        expect.soft(ofVendor, name).toHaveLength(expected.calls as number);
        expect.soft(judged, name).toHaveLength(expected.calls as number);
        expect.soft(judged.every(isOfVendor), name).toBe(!endsItsSpanEarly.has(name));
        // Whatever is ours stands below the span of its call.
        const ids = new Set(ofVendor.map(({ id }) => id));
        const ours = spans.filter((span) => !isOfVendor(span));
        expect
          .soft(
            ours.every(({ parent = '' }) => ids.has(parent)),
            name,
          )
          .toBe(true);
        expect.soft(shown(judged[0], spans.filter(isAttempt), expected), name).toEqual(seen(expected));
      }
    });

    test('keeps its spans where it sends them, when ours go elsewhere', async () => {
      const family = families.anthropic;
      if (!family) throw new Error('no family is called anthropic');
      const cases = casesOf(family);
      const sink = await startSpanSink(cleanup);
      const env = { GLOBAL_PROVIDER: 'later', OTEL_EXPORTER_OTLP_ENDPOINT: sink.url };
      const observed: AppRun = await runApp(cleanup, setup, family.provider, cases, true, env);
      for (const { name, model, expected } of cases) {
        const isOfCase = ({ attributes }: { attributes: Readonly<Record<string, unknown>> }): boolean =>
          attributes[attribute.requestModel] === model;
        const ofApp = observed.spans.filter(isOfCase);
        expect.soft(ofApp.every(isOfVendor), name).toBe(true);
        expect.soft(ofApp, name).toHaveLength(expected.calls as number);
        const ours = sink
          .spans()
          .filter((span) => isOfCase(span) && !(attribute.spanRole in span.attributes));
        expect.soft(ours, name).toHaveLength(expected.calls as number);
      }
    });
  },
);

type Expected = Readonly<Record<string, unknown>>;

/** How many calls there are is asked of all spans, not of one. */
function seen({ calls: _, ...expected }: Expected): Expected {
  return expected;
}

function shown(call: PlainSpan | undefined, failed: readonly PlainSpan[], expected: Expected): Expected {
  const attributes = call?.attributes ?? {};
  const outcome = attributes[attribute.outcome] as Outcome | undefined;
  const all: Expected = {
    attempts: failed.length + 1,
    outcome,
    domain: outcome && faultDomain[outcome],
    status: attributes[attribute.httpStatus],
    hasTokens: attribute.inputTokens in attributes && attribute.outputTokens in attributes,
    hasFirstChunk: attribute.timeToFirstChunk in attributes,
  };
  return Object.fromEntries(Object.keys(seen(expected)).map((key) => [key, all[key]]));
}
