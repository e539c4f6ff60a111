import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Alert } from '../../model/alert.ts';
import type { Delivery } from '../alert-sender.ts';
import type { PostableAlert } from './postable-alert.ts';
import { createAlertmanagerSender } from './sender.ts';

interface FakeAlertmanager {
  readonly url: string;
  readonly posts: PostableAlert[][];
  /** Decides the status of the next answers. */
  answer: (alerts: readonly PostableAlert[]) => number;
  /** Answers come only after this. */
  wait: Promise<void>;
}

async function startAlertmanager(): Promise<FakeAlertmanager> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const alerts = JSON.parse(Buffer.concat(chunks).toString()) as PostableAlert[];
    await fake.wait;
    response.statusCode = request.url === '/api/v2/alerts' ? fake.answer(alerts) : 404;
    if (response.statusCode === 200) fake.posts.push(alerts);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const fake: FakeAlertmanager = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts: [],
    answer: () => 200,
    wait: Promise.resolve(),
  };
  return fake;
}

function alert(name: string, endsAtMs: number | null = null): Alert {
  return {
    labels: { alertname: name },
    annotations: {},
    startsAtMs: 1000,
    endsAtMs,
    generatorUrl: 'http://127.0.0.1/',
  };
}

function senderTo(...urls: string[]): {
  send: ReturnType<typeof createAlertmanagerSender>['send'];
  deliveries: Delivery[];
} {
  const deliveries: Delivery[] = [];
  const { send } = createAlertmanagerSender({
    urls,
    fetch,
    onDelivery: (delivery) => deliveries.push(delivery),
  });
  return { send, deliveries };
}

describe('Alertmanager sender', () => {
  it('sends a new alert at once, promises it for four minutes, and repeats it every minute', async () => {
    const alertmanager = await startAlertmanager();
    const { send } = senderTo(alertmanager.url);
    for (const nowMs of [10_000, 12_000, 68_000, 70_000]) await send([alert('A')], nowMs);
    expect(alertmanager.posts).toHaveLength(2);
    expect(alertmanager.posts[0]?.[0]?.endsAt).toBe(new Date(10_000 + 240_000).toISOString());
  });

  it('goes on repeating it after the clock was set back', async () => {
    const alertmanager = await startAlertmanager();
    const { send } = senderTo(alertmanager.url);
    for (const nowMs of [600_000, 300_000, 302_000, 360_000]) await send([alert('A')], nowMs);
    expect(alertmanager.posts).toHaveLength(3);
  });

  it('sends the end of an alert at once', async () => {
    const alertmanager = await startAlertmanager();
    const { send } = senderTo(alertmanager.url);
    await send([alert('A')], 10_000);
    await send([alert('A', 12_000)], 12_000);
    expect(alertmanager.posts.map(([each]) => each?.endsAt).at(-1)).toBe(new Date(12_000).toISOString());
  });

  it('keeps trying an Alertmanager that is down without waiting for the next repeat, and tells the others meanwhile', async () => {
    const [down, up] = [await startAlertmanager(), await startAlertmanager()];
    down.answer = () => 503;
    const { send, deliveries } = senderTo(down.url, up.url);
    await send([alert('A')], 10_000);
    await send([alert('A')], 12_000);
    expect(up.posts).toHaveLength(1);
    expect(deliveries.filter(({ result }) => result === 'unreachable')).toHaveLength(2);
    down.answer = () => 200;
    await send([alert('A')], 14_000);
    expect(down.posts).toHaveLength(1);
  });

  it('loses only the alert that Alertmanager refuses, not the batch it came in', async () => {
    const alertmanager = await startAlertmanager();
    alertmanager.answer = (alerts) => (alerts.some(({ labels }) => labels.alertname === 'bad') ? 400 : 200);
    const { send } = senderTo(alertmanager.url);
    await send([alert('A'), alert('bad'), alert('B')], 10_000);
    const accepted = alertmanager.posts.flat().map(({ labels }) => labels.alertname);
    expect(accepted).toEqual(['A', 'B']);
  });

  it('never throws when nobody answers', async () => {
    const { send, deliveries } = senderTo('http://127.0.0.1:1');
    await send([alert('A')], 10_000);
    expect(deliveries).toEqual([expect.objectContaining({ result: 'unreachable' })]);
  });

  it('says what an operator can look for when nobody answers: an unknown name, a port where nobody listens', async () => {
    const { send, deliveries } = senderTo('http://alertmanager.invalid', 'http://127.0.0.1:1');
    await send([alert('A')], 10_000);
    const details = new Map(deliveries.map(({ url, detail }) => [url, detail]));
    expect(details.get('http://alertmanager.invalid')).toMatch(/(ENOTFOUND|EAI_AGAIN) alertmanager\.invalid/);
    expect(details.get('http://127.0.0.1:1')).toMatch(/bad port|ECONNREFUSED/);
  });

  it('lets an Alertmanager that hangs slow down nobody', async () => {
    const [hanging, up] = [await startAlertmanager(), await startAlertmanager()];
    let release = (): void => {};
    hanging.wait = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { send, deliveries } = senderTo(hanging.url, up.url);
    const first = send([alert('A')], 10_000);
    // Until its answer is back, it counts as busy as well.
    await expect.poll(() => deliveries.length).toBe(1);
    await send([alert('A'), alert('B')], 12_000);
    expect(up.posts.flat().map(({ labels }) => labels.alertname)).toEqual(['A', 'B']);
    release();
    await first;
    expect(hanging.posts).toHaveLength(1);
  });

  it('keeps a path in front of the API', async () => {
    const alertmanager = await startAlertmanager();
    const { send, deliveries } = senderTo(`${alertmanager.url}/prefix/`);
    await send([alert('A')], 10_000);
    expect(deliveries[0]?.result).toBe('refused');
  });
});
