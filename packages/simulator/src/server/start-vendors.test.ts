import { afterEach, describe, expect, it } from 'vitest';
import { parseScenario } from '../scenario/parse-scenario.ts';
import { apiKeyFor, regionHeader } from './caller.ts';
import { startVendors, type Vendors, type VendorsOptions } from './start-vendors.ts';

let running: Vendors | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

async function start(options: VendorsOptions = {}): Promise<Vendors> {
  running = await startVendors({ latencyFactor: 0, ...options });
  return running;
}

const scenario = parseScenario(
  `name: overload
title: t
description: d
duration: 1h
backgroundErrorShare: 0
fleet: reference
phases:
  - { from: 10m, until: 20m, models: [claude-opus-4-8], faults: { overloaded: 1 } }
  - { from: 30m, until: 40m, models: [claude-opus-4-8], faults: { overloaded: 0.5 } }
  - { from: 50m, until: 60m, providers: [anthropic], region: eu, credential: batch, faults: { auth: 1 } }
truth: []
`,
  'overload.yaml',
);

interface Ask {
  readonly model?: string;
  readonly streaming?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask(
  vendors: { readonly urls: { readonly anthropic: string } },
  { model = 'claude-opus-4-8', streaming, headers }: Ask = {},
): Promise<number> {
  const response = await fetch(`${vendors.urls.anthropic}/v1/messages`, {
    method: 'POST',
    headers: { ...headers },
    body: JSON.stringify({ model, max_tokens: 9, messages: [], stream: streaming === true }),
  });
  await response.text();
  return response.status;
}

describe('a script', () => {
  it('decides over the next requests of its model, then the vendor is well again', async () => {
    const vendors = await start();
    vendors.override({ model: 'claude-opus-4-8', faults: ['overloaded', null, 'server_error'] });
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn++) statuses.push(await ask(vendors));
    expect(statuses).toEqual([529, 200, 500, 200]);
  });

  it('leaves other models and vendors alone', async () => {
    const vendors = await start();
    vendors.override({ provider: 'openai', faults: ['overloaded'] });
    vendors.override({ model: 'claude-haiku-4-5', faults: ['overloaded'] });
    expect(await ask(vendors)).toBe(200);
    expect(await ask(vendors, { model: 'claude-haiku-4-5' })).toBe(529);
  });

  it('repeats until it is cleared', async () => {
    const vendors = await start();
    vendors.override({ faults: ['overloaded', 'server_error'], repeat: true });
    expect([await ask(vendors), await ask(vendors), await ask(vendors)]).toEqual([529, 500, 529]);
    vendors.clearOverrides();
    expect(await ask(vendors)).toBe(200);
  });

  it('says after how many chunks a stream breaks', async () => {
    const vendors = await start();
    vendors.override({ faults: [{ fault: 'mid_stream_error', afterChunks: 5 }] });
    await ask(vendors, { streaming: true });
    expect(vendors.served()).toMatchObject([{ fault: 'mid_stream_error', status: 200, chunks: 5 }]);
  });
});

describe('a scenario', () => {
  const minute = 60_000;

  it('runs on the clock it is given, from the moment it is started', async () => {
    let nowMs = 1_000_000;
    const vendors = await start({ scenario, compression: 60, now: () => nowMs });
    expect([vendors.scenarioMs(), await ask(vendors)]).toEqual([null, 200]);
    vendors.start(nowMs);
    const statuses: number[] = [];
    for (const atMinute of [9, 10, 19, 20]) {
      nowMs = 1_000_000 + (atMinute * minute) / 60;
      statuses.push(await ask(vendors));
    }
    expect(statuses).toEqual([200, 529, 529, 200]);
  });

  it('gives one seed one sequence of faults, whatever else is asked in between', async () => {
    const play = async (asksOthers: boolean): Promise<number[]> => {
      const vendors = await startVendors({ scenario, seed: 5, latencyFactor: 0, now: () => 35 * minute });
      vendors.start(0);
      const statuses: number[] = [];
      for (let turn = 0; turn < 20; turn++) {
        if (asksOthers) await ask(vendors, { model: 'claude-haiku-4-5' });
        statuses.push(await ask(vendors));
      }
      await vendors.close();
      return statuses;
    };
    const alone = await play(false);
    expect(new Set(alone)).toEqual(new Set([200, 529]));
    expect(await play(true)).toEqual(alone);
  });

  it('knows a request by its region header and its key', async () => {
    const vendors = await start({ scenario, now: () => 55 * minute });
    vendors.start(0);
    const as = (credential: string, region: string): Promise<number> =>
      ask(vendors, { headers: { 'x-api-key': apiKeyFor('anthropic', credential), [regionHeader]: region } });
    expect([await as('web', 'eu'), await as('batch', 'us'), await as('batch', 'eu')]).toEqual([
      200, 200, 401,
    ]);
    expect(vendors.served().at(-1)).toMatchObject({ credential: 'batch', region: 'eu', fault: 'auth' });
  });
});

describe('what was served', () => {
  it('tells the times of head, first content and end, in this order', async () => {
    const vendors = await start({ latencyFactor: 0.02 });
    await ask(vendors, { streaming: true });
    await expect.poll(() => vendors.served()[0]?.endMs).toEqual(expect.any(Number));
    const [served] = vendors.served();
    if (!served) throw new Error('nothing served');
    const times = [served.startMs, served.headersMs, served.firstContentMs, served.endMs].map(Number);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(served).toMatchObject({ fault: null, status: 200, chunks: 8, clientLeft: false, index: 0 });
  });

  it('leaves out requests to unknown paths, which get the vendor’s own 404', async () => {
    const vendors = await start();
    for (const url of Object.values(vendors.urls)) {
      const response = await fetch(`${url}/v1/nothing`, { method: 'POST' });
      expect(response.status).toBe(404);
      expect(await response.text()).not.toBe('');
    }
    expect(vendors.served()).toEqual([]);
  });
});

it('has a host for every region where a scenario lets one of them fail', async () => {
  const text = `name: one
title: t
description: d
duration: 1h
backgroundErrorShare: 0
fleet: reference
phases:
  - { from: 0s, until: 20m, providers: [anthropic], region: eu, faults: { overloaded: 1 } }
truth: []
`;
  const vendors = await start({ scenario: parseScenario(text, 'one.yaml') });
  vendors.start();
  const statuses = vendors.regions
    .filter(({ provider }) => provider === 'anthropic')
    .map(async ({ region, url }) => [region, await ask({ urls: { anthropic: url } })]);
  expect(await Promise.all(statuses)).toEqual([
    ['us', 200],
    ['eu', 529],
  ]);
});

it('closes at once although requests hang, and leaves nothing open', async () => {
  const vendors = await start();
  vendors.override({ faults: ['timeout', 'hang'] });
  const hanging = [ask(vendors), ask(vendors, { streaming: true })].map((one) => one.catch(() => 'cut'));
  await expect.poll(() => vendors.served().length).toBe(2);
  await vendors.close();
  expect(await Promise.all(hanging)).toEqual(['cut', 'cut']);
  await expect(ask(vendors)).rejects.toThrow();
});
