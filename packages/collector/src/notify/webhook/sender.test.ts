import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { Alert } from '../../model/alert.ts';
import { createWebhookSender, signatureHeader } from './sender.ts';

const secret = 'a secret of sixteen';
const sign = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex');

interface Received {
  readonly signature: string;
  readonly body: string;
}

async function startReceiver() {
  const state = { status: 200, received: [] as Received[] };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (state.status === 200)
      state.received.push({
        signature: String(request.headers[signatureHeader]),
        body: Buffer.concat(chunks).toString(),
      });
    response.statusCode = state.status;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const sender = createWebhookSender({
    webhooks: [{ url, secret }],
    fetch,
    sign,
    onDelivery: () => undefined,
  });
  return { state, sender };
}

const alert = (endsAtMs: number | null): Alert => ({
  labels: { alertname: 'LLMProviderIncident', provider: 'anthropic' },
  annotations: { summary: 'Anthropic is failing' },
  startsAtMs: 1_000,
  endsAtMs,
  generatorUrl: 'https://faultline.example/incidents/1',
});

it('a webhook hears of an alert when it begins and when it ends, once each', async () => {
  const { state, sender } = await startReceiver();
  for (let minute = 0; minute < 10; minute += 1) await sender.send([alert(null)], minute * 60_000);
  for (let minute = 10; minute < 20; minute += 1) await sender.send([alert(600_000)], minute * 60_000);
  expect(state.received.map(({ body }) => JSON.parse(body))).toEqual([
    {
      id: 'alert.firing 1000 alertname=LLMProviderIncident provider=anthropic',
      type: 'alert.firing',
      labels: { alertname: 'LLMProviderIncident', provider: 'anthropic' },
      annotations: { summary: 'Anthropic is failing' },
      startsAt: '1970-01-01T00:00:01.000Z',
      endsAt: null,
      url: 'https://faultline.example/incidents/1',
    },
    expect.objectContaining({ type: 'alert.resolved', endsAt: '1970-01-01T00:10:00.000Z' }),
  ]);
});

it('a webhook can tell by the signature that it was us, and when', async () => {
  const { state, sender } = await startReceiver();
  await sender.send([alert(null)], 1_782_086_400_000);
  const [{ signature, body }] = state.received as [Received];
  expect(signature).toBe(`t=1782086400,v1=${sign(secret, `1782086400.${body}`)}`);
});

it('a webhook that was down hears what it missed', async () => {
  const { state, sender } = await startReceiver();
  state.status = 503;
  await sender.send([alert(null)], 1_000);
  state.status = 200;
  await sender.send([alert(null)], 3_000);
  expect(state.received).toHaveLength(1);
});
