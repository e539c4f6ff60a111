import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { sampleAttempt } from '../../store/samples.fixture.ts';
import { createSlaRoutes, type SlaRoutesOptions } from './sla-routes.ts';

const juneMs = Date.UTC(2026, 5, 1);
const minuteMs = 60_000;

async function routes(options: Partial<SlaRoutesOptions> = {}) {
  const source = createMemoryStore();
  // Half an hour of one request a minute; ten minutes of it fail, in one region of two.
  const attempts = Array.from({ length: 30 }, (_, minute) =>
    sampleAttempt({
      endMs: juneMs + minute * minuteMs + 5_000,
      provider: 'aws.bedrock',
      region: minute % 2 === 0 ? 'us-east-1' : 'eu-west-1',
      outcome: minute >= 10 && minute < 20 ? 'overloaded' : 'ok',
    }),
  );
  const others = ['cancelled', 'unknown'] as const;
  const uncounted = others.map((outcome) =>
    sampleAttempt({ endMs: juneMs, provider: 'aws.bedrock', outcome }),
  );
  await source.append({ calls: [], attempts: [...attempts, ...uncounted] });
  const now = (): number => Date.UTC(2026, 6, 2);
  return createSlaRoutes({ source, corrections: [], costPerHour: null, now, ...options });
}

it('a month is told as JSON, as a table and in words, all of the same evidence', async () => {
  const app = await routes();
  const [json, csv, words] = await Promise.all(
    ['', '?format=csv', '?format=markdown'].map(async (query) =>
      (await app.request(`/sla/aws.bedrock/2026-06${query}`)).text(),
    ),
  );
  const report = JSON.parse(json ?? '') as Record<string, unknown>;
  expect(report).toMatchObject({
    requests: 30,
    serverErrors: 10,
    downtime: [{ sinceMs: juneMs + 10 * minuteMs, untilMs: juneMs + 20 * minuteMs }],
    commitment: { product: 'Amazon Bedrock' },
    csvSha256: createHash('sha256')
      .update(csv ?? '')
      .digest('hex'),
  });
  expect(csv?.split('\r\n')).toHaveLength(1 + 30 + 1);
  expect(words).toContain(String(report.csvSha256));
});

it('a form that there is none of is refused, not answered with another', async () => {
  const response = await (await routes()).request('/sla/aws.bedrock/2026-06?format=pdf');
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('format')]);
});

it('a correction of the whole vendor is left out, one of a single model is not', async () => {
  const correction = {
    startLocal: '2026-06-01T00:00:00',
    timeZone: 'UTC',
    durationSeconds: 86_400,
    rrule: null,
    reason: 'maintenance',
  };
  const errorsWith = async (match: object): Promise<unknown> => {
    const app = await routes({ corrections: [{ ...correction, match }] });
    const response = await app.request('/sla/aws.bedrock/2026-06');
    return ((await response.json()) as { readonly serverErrors: number }).serverErrors;
  };
  expect(await errorsWith({})).toBe(0);
  expect(await errorsWith({ provider: 'aws.bedrock' })).toBe(0);
  expect(await errorsWith({ provider: 'openai' })).toBe(10);
  expect(await errorsWith({ provider: 'aws.bedrock', model: 'm' })).toBe(10);
});

it('a month that still runs is told as far as it has come, and one to come is refused', async () => {
  const app = await routes({ now: () => juneMs + 15 * minuteMs + 30_000 });
  expect(await (await app.request('/sla/aws.bedrock/2026-06')).json()).toMatchObject({
    requests: 15,
    month: { untilMs: juneMs + 15 * minuteMs },
  });
  for (const month of ['2026-07', 'june'])
    expect((await app.request(`/sla/aws.bedrock/${month}`)).status).toBe(400);
});

it('the name of a vendor that nobody knows is text in the report, whatever it is', async () => {
  const name = encodeURIComponent('<img src=x onerror=alert(1)> [x](javascript:y)\n# z');
  const response = await (await routes()).request(`/sla/${name}/2026-06?format=markdown`);
  expect((await response.text()).split('\n')[0]).toBe(
    '# \\<img src=x onerror=alert(1)\\> \\[x\\](javascript:y) # z, 2026-06: uptime as our own calls saw it',
  );
});
