import { describe, expect, it } from 'vitest';
import { attributesOf, endedAtMs, endedAtNs } from '../span.fixture.ts';
import { cumulativeOf, meterNow, metricOf, minuteNs, onlyRow, pointOf } from './metric.fixture.ts';
import { createSeriesMemory } from './series-memory.ts';

const duration = { old: 'gen_ai.client.operation.duration', latest: 'gen_ai.client.inference.duration' };

describe('calls that metrics count', () => {
  it.each(Object.values(duration))('are read from %s, whose calls they are and how they ended', (name) => {
    expect(onlyRow(metricOf([pointOf()], { name }))).toMatchObject({
      provider: 'anthropic',
      model: 'claude-opus-4-8',
      service: 'checkout',
      environment: 'prod',
      operation: 'chat',
      outcome: 'ok',
      endMs: endedAtMs,
      calls: 1,
      durationMsSum: 2_000,
      durationsMs: new Map([[2_000, 1]]),
    });
  });

  it('belong to the vendor and the region of the host, whatever the metric says', () => {
    const values = {
      'gen_ai.provider.name': 'openai',
      'server.address': 'bedrock-runtime.eu-west-1.amazonaws.com',
    };
    expect(onlyRow(metricOf([pointOf(values)]))).toMatchObject({
      provider: 'aws.bedrock',
      region: 'eu-west-1',
    });
  });

  it('are of who our own SDK says, as its spans are, although the model is one that only its vendor has', () => {
    const point = pointOf({ 'gen_ai.provider.name': 'gw.internal', 'gen_ai.request.model': 'gpt-5-mini' });
    const scope = { name: '@faultline/instrument', version: '' };
    expect(onlyRow(metricOf([point], { scope })).provider).toBe('gw.internal');
    expect(onlyRow(metricOf([point])).provider).toBe('openai');
  });

  it('are of the model that answered where none was asked for, and of the older name of the vendor', () => {
    const attributes = attributesOf({ 'gen_ai.system': 'OpenAI', 'gen_ai.response.model': 'gpt-5-2026' });
    expect(onlyRow(metricOf([pointOf({}, { attributes })]))).toMatchObject({
      provider: 'openai',
      model: 'gpt-5-2026',
      operation: 'chat',
    });
  });

  it.each([
    ['RateLimitError', 'rate_limited'],
    ['529', 'overloaded'],
    ['overloaded_error', 'overloaded'],
    ['APIConnectionTimeoutError', 'timeout'],
    ['insufficient_quota', 'quota_exhausted'],
    ['connection_error', 'network'],
    ['stalled', 'stalled'],
    ['api_error', 'vendor_error'],
  ])('that failed with %s ended as spans with that error do: %s', (type, outcome) => {
    expect(onlyRow(metricOf([pointOf({ 'error.type': type })])).outcome).toBe(outcome);
  });

  it.each(['_OTHER', 'ApiError', 'openai.APIError', 'AI_APICallError'])(
    'that failed with %s, which may be anything, accuse nobody',
    (type) => {
      expect(onlyRow(metricOf([pointOf({ 'error.type': type })])).outcome).toBe('unknown');
    },
  );

  it('that failed with a status ended as that status says', () => {
    const point = pointOf({ 'http.response.status_code': 503, 'error.type': 'ApiError' });
    expect(onlyRow(metricOf([point])).outcome).toBe('vendor_error');
  });

  it.each(['invoke_agent', 'execute_tool', 'retrieval'])(
    'are none when %s is what took the time',
    (operation) => {
      const metered = meterNow([metricOf([pointOf({ 'gen_ai.operation.name': operation })])]);
      expect(metered).toMatchObject({ rows: [], dropped: { not_llm: 1 } });
    },
  );

  it('as a server or a gateway saw them are not counted again', () => {
    const server = metricOf([pointOf()], { name: 'gen_ai.server.request.duration' });
    const resource = { attributes: attributesOf({ 'service.name': 'litellm-proxy' }) };
    const metered = meterNow([server, metricOf([pointOf()], { resource })]);
    expect(metered).toMatchObject({ rows: [], dropped: { server_side: 2 } });
  });

  it('may be measured in milliseconds', () => {
    const point = pointOf({}, { sum: 740, buckets: [{ lower: 500, upper: 750, count: 1 }] });
    expect(onlyRow(metricOf([point], { unit: 'ms' }))).toMatchObject({
      durationMsSum: 740,
      durationsMs: new Map([[740, 1]]),
    });
  });

  it('count once when they come under the names of two generations', () => {
    const names = [duration.latest, duration.old];
    for (const order of [names, names.toReversed()]) {
      const metered = meterNow(order.map((name) => metricOf([pointOf()], { name })));
      expect(metered.rows).toHaveLength(1);
      expect(metered.dropped).toEqual({ reported_twice: 1 });
    }
  });

  it('count twice when they come under two names in two requests: another process may have sent them', () => {
    const memory = createSeriesMemory(0);
    const requests = Object.values(duration).map((name) =>
      meterNow([metricOf([pointOf()], { name })], memory),
    );
    expect(requests.map(({ rows }) => rows.length)).toEqual([1, 1]);
  });

  it('under an older name stand where the newer name does not tell of their operation', () => {
    const embeddings = metricOf([pointOf({ 'gen_ai.operation.name': 'embeddings' })], { name: duration.old });
    const { rows } = meterNow([metricOf([pointOf()], { name: duration.latest }), embeddings]);
    expect(rows.map(({ operation }) => operation)).toEqual(['chat', 'embeddings']);
  });

  it('end when their point says, within what a clock can be wrong by', () => {
    const late = pointOf({}, { timeUnixNano: endedAtNs + 60n * minuteNs });
    const { rows, clamped } = meterNow([metricOf([late])]);
    expect([rows[0]?.endMs, clamped]).toEqual([endedAtMs + 1_000 + 300_000, 1]);
    const timeless = meterNow([metricOf([pointOf({}, { timeUnixNano: 0n })])]);
    expect([timeless.rows[0]?.endMs, timeless.clamped]).toEqual([endedAtMs + 1_000, 1]);
  });

  it('carry an id that is the same when their point is sent again, and no other point has', () => {
    const other = [
      pointOf({ 'error.type': 'timeout' }),
      pointOf({}, { timeUnixNano: endedAtNs + 1n }),
      pointOf({}, { startUnixNano: endedAtNs }),
      pointOf({}, { sum: 2.000001 }),
    ].map((point) => metricOf([point]));
    const elsewhere = metricOf([pointOf()], { scope: { name: 'another', version: '' } });
    const instance = { attributes: attributesOf({ 'service.name': 'checkout', 'process.pid': 7 }) };
    const all = [metricOf([pointOf()]), ...other, elsewhere, metricOf([pointOf()], { resource: instance })];
    const ids = all.map((metric) => onlyRow(metric).pointId);
    expect(new Set(ids).size).toBe(all.length);
    expect(onlyRow(metricOf([pointOf()])).pointId).toBe(ids[0]);
  });

  it('are the difference to the point before, where points add up', () => {
    const memory = createSeriesMemory(0);
    const point = (minutes: bigint, count: number) =>
      cumulativeOf(
        pointOf({}, { timeUnixNano: endedAtNs + minutes * minuteNs, count, sum: count * 2, buckets: [] }),
      );
    expect(meterNow([point(0n, 10)], memory).rows).toMatchObject([{ calls: 10, durationMsSum: 20_000 }]);
    expect(meterNow([point(1n, 13)], memory).rows).toMatchObject([{ calls: 3, durationMsSum: 6_000 }]);
    expect(meterNow([point(2n, 13)], memory)).toMatchObject({ rows: [], counted: 1, dropped: {} });
    expect(meterNow([point(2n, 13)], memory)).toMatchObject({ rows: [], dropped: { repeated: 1 } });
  });

  it('of an older name do not count from zero when they come alone after all', () => {
    const memory = createSeriesMemory(0);
    const named = (name: string, count: number, minutes: bigint) => ({
      ...cumulativeOf(pointOf({}, { timeUnixNano: endedAtNs + minutes * minuteNs, count })),
      name,
    });
    meterNow([named(duration.latest, 10, 0n), named(duration.old, 10, 0n)], memory);
    expect(meterNow([named(duration.old, 11, 1n)], memory).rows).toMatchObject([{ calls: 1 }]);
  });

  it.each([
    ['a gauge', { temporality: 0, points: [] }],
    ['a temporality that nobody knows', { temporality: 0 }],
    ['a counter that may fall', { isMonotonic: false }],
    ['numbers that are none', { points: [pointOf({}, { sum: Number.NaN })] }],
    ['less than nothing', { points: [pointOf({}, { count: -1 })] }],
  ])('cannot be told by %s', (_, fields) => {
    expect(meterNow([{ ...metricOf([pointOf()]), ...fields }])).toMatchObject({
      rows: [],
      dropped: { uncountable: 1 },
    });
  });
});

describe('numbers that no process reaches', () => {
  const tooMany = 2 ** 32 + 1;
  const tokens = { name: 'gen_ai.client.inference.usage.input_tokens', unit: '{token}' };

  it.each([
    ['calls', metricOf([pointOf({}, { count: tooMany, buckets: [] })])],
    ['calls, though they are finite', cumulativeOf(pointOf({}, { count: 1e300, buckets: [] }))],
    ['calls of one bucket', metricOf([pointOf({}, { buckets: [{ lower: 1, upper: 2, count: tooMany }] })])],
    ['seconds', metricOf([pointOf({}, { sum: 1e15 })])],
    ['tokens', metricOf([pointOf({}, { count: 0, sum: 1e300, buckets: [] })], tokens)],
  ])('of %s are not believed, and counted as what they are', (_, metric) => {
    expect(meterNow([metric])).toMatchObject({ rows: [], counted: 0, dropped: { implausible: 1 } });
  });

  it('are far above those of the busiest process', () => {
    expect(onlyRow(cumulativeOf(pointOf({}, { count: tooMany - 1, sum: 1e10, buckets: [] }))).calls).toBe(
      2 ** 32,
    );
    const counter = metricOf([pointOf({}, { count: 0, sum: 1e12, buckets: [] })], tokens);
    expect(onlyRow(counter).inputTokens).toBe(1e12);
  });
});

describe('what else metrics tell of calls', () => {
  const counter = { count: 0, buckets: [], sum: 1_200 };

  it.each(['operation', 'inference'])('is the time to first chunk of %s', (generation) => {
    const name = `gen_ai.client.${generation}.time_to_first_chunk`;
    const point = pointOf({}, { sum: 0.109, buckets: [{ lower: 0.08, upper: 0.16, count: 1 }] });
    expect(onlyRow(metricOf([point], { name }))).toMatchObject({
      calls: 0,
      firstChunksMs: new Map([[109, 1]]),
    });
  });

  it('is tokens of each kind, under each of their names', () => {
    const histogram = { sum: 1_200, buckets: [{ lower: 1_024, upper: 4_096, count: 1 }] };
    const input = { calls: 0, inputTokens: 1_200, outputTokens: 0 };
    const output = { calls: 0, inputTokens: 0, outputTokens: 1_200 };
    const usage = (type: string) =>
      metricOf([pointOf({ 'gen_ai.token.type': type }, histogram)], {
        name: 'gen_ai.client.token.usage',
        unit: '{token}',
      });
    expect(onlyRow(usage('input'))).toMatchObject(input);
    expect(onlyRow(usage('output'))).toMatchObject(output);
    for (const [kind, expected] of [
      ['input', input],
      ['output', output],
    ] as const) {
      const latest = metricOf([pointOf({}, histogram)], {
        name: `gen_ai.client.inference.operation.${kind}_tokens`,
      });
      expect(onlyRow(latest)).toMatchObject(expected);
      const counted = metricOf([pointOf({}, counter)], {
        name: `gen_ai.client.inference.usage.${kind}_tokens`,
      });
      expect(onlyRow(counted)).toMatchObject(expected);
    }
  });

  it('counts tokens once that come as histogram, as counter and under the older name', () => {
    const metered = meterNow([
      metricOf([pointOf({ 'gen_ai.token.type': 'input' }, counter)], { name: 'gen_ai.client.token.usage' }),
      metricOf([pointOf({}, counter)], { name: 'gen_ai.client.inference.usage.input_tokens' }),
      metricOf([pointOf({}, counter)], { name: 'gen_ai.client.inference.operation.input_tokens' }),
    ]);
    expect(metered.rows).toMatchObject([{ inputTokens: 1_200 }]);
    expect(metered.dropped).toEqual({ reported_twice: 2 });
  });
});
