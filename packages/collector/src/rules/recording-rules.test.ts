import { expect, it } from 'vitest';
import { type Question, testRules } from './promtool.fixture.ts';
import { recordingRules } from './recording-rules.ts';

const labels = 'job="faultline", provider="openai", model="a"';

/** What promtool finds at ten minutes, after counters that rise by so much a minute. */
function recorded(
  counters: Readonly<Record<string, number>>,
  expected: Readonly<Record<string, Question['samples']>>,
): Promise<string> {
  return testRules(recordingRules(), {
    everyMin: 1,
    series: Object.entries(counters).map(([series, step]) => ({ series, values: `0+${step}x10` })),
    questions: Object.entries(expected).map(([expr, samples]) => ({ expr, atMin: 10, samples })),
  });
}

it('rates of attempts are recorded over all collectors and outcomes, and apart what failed by the vendor', async () => {
  const counters = {
    [`llm_attempts_total{${labels}, outcome="ok", instance="1"}`]: 120,
    [`llm_attempts_total{${labels}, outcome="ok", instance="2"}`]: 60,
    [`llm_attempts_total{${labels}, outcome="overloaded", instance="2"}`]: 30,
    [`llm_attempts_total{${labels}, outcome="rate_limited", instance="2"}`]: 30,
  };
  const series = (name: string): string => `${name}{${labels}}`;
  const said = await recorded(counters, {
    'provider_model:llm_attempts:rate5m': [
      { labels: series('provider_model:llm_attempts:rate5m'), value: 4 },
    ],
    'provider_model:llm_failed_attempts:rate5m': [
      { labels: series('provider_model:llm_failed_attempts:rate5m'), value: 0.5 },
    ],
  });
  expect(said).toContain('SUCCESS');
});

it('who has not failed yet has a rate of 0', async () => {
  const said = await recorded(
    { [`llm_attempts_total{${labels}, outcome="ok"}`]: 60 },
    {
      'provider_model:llm_failed_attempts:rate5m': [
        { labels: `provider_model:llm_failed_attempts:rate5m{${labels}}`, value: 0 },
      ],
    },
  );
  expect(said).toContain('SUCCESS');
});

it('percentiles can be worked out of what is recorded', async () => {
  const bucket = (le: string): string => `llm_call_duration_seconds_bucket{${labels}, le="${le}"}`;
  const said = await recorded(
    { [bucket('1')]: 30, [bucket('2')]: 60, [bucket('+Inf')]: 60 },
    {
      'histogram_quantile(0.75, provider_model:llm_call_duration_seconds_bucket:rate5m)': [
        { labels: `{${labels}}`, value: 1.5 },
      ],
    },
  );
  expect(said).toContain('SUCCESS');
});
