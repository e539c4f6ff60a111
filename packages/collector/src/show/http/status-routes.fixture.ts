import { Hono } from 'hono';
import type { Incident, IncidentTransition } from '../../model/incident.ts';
import type { ReviewedIncident } from '../../model/incident-review.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { sampleAttempt, sampleTransition } from '../../store/samples.fixture.ts';
import type { Store } from '../../store/store.ts';
import { createStatusSource } from '../status/status-source.ts';
import { createSampleWalls, sampleWall } from '../wall/wall.fixture.ts';
import { createStatusRoutes, type StatusRoutesOptions } from './status-routes.ts';

// A status page that has secrets to keep.

export const nowMs: number = Date.parse('2026-06-22T01:00:00Z');
const firstBadMs = nowMs - 600_000;
const url = 'https://status.example.org/?a=1&b=2';
/** What is nobody else's business. */
export const secrets: readonly string[] = [
  'svc-checkout',
  'key-alias-7',
  'eu-central-9',
  'gpu-box-3.corp.internal',
  'acme-org',
  'deploy-9',
  'env-live-4',
];
const evidence: Incident['evidence'] = {
  ...sampleTransition({ firstBadMs }).incident.evidence,
  ...{ attempts: 4127, bad: 4050, services: ['svc-checkout'], credentials: ['key-alias-7'] },
  regions: ['eu-central-9'],
  samples: [],
  affected: ['claude-opus-4-8', 'ft:claude:acme-org'].map((model) => ({
    ...{ model, attempts: 4127, bad: 4050, firstBadMs, recoveredMs: null, abandoned: false },
  })),
};
export const outage: Partial<Incident> & { readonly firstBadMs: number } = {
  ...{ id: '7KQ2ABCD', firstBadMs, state: 'confirmed', confirmedMs: firstBadMs + 30_000, evidence },
  models: evidence.affected.map(({ model }) => model),
};

export interface Told {
  readonly transitions?: readonly IncidentTransition[];
  readonly open?: readonly ReviewedIncident[];
  readonly options?: Partial<StatusRoutesOptions>;
  readonly lateMs?: number;
}

export interface StatusBench {
  readonly app: Hono;
  readonly store: Store;
  get<Body>(path: string): Promise<Body>;
}

export async function bench({
  transitions = [],
  open = [],
  options = {},
  lateMs = 2000,
}: Told = {}): Promise<StatusBench> {
  const store = createMemoryStore();
  for (const transition of transitions) await store.save({ ...transition, sentence: secrets.join(' ') });
  const caller = { service: 'svc-checkout', credential: 'key-alias-7', environment: 'env-live-4' };
  await store.append({ calls: [], attempts: [sampleAttempt({ ...caller, endMs: nowMs - 5000 })] });
  const row = { attempts: 100, timeToFirstChunkP95Ms: 900 };
  const bad = open.length > 0 ? 98 : 0;
  const recent = [
    { ...row, provider: 'anthropic', model: 'claude-opus-4-8', bad },
    { ...row, provider: 'anthropic', model: 'claude-haiku-4-5', bad: 0 },
    { ...row, provider: 'anthropic', model: 'ft:claude:acme-org', bad },
    { ...row, provider: 'azure.ai.openai', model: 'deploy-9', bad: 0 },
    { ...row, provider: 'groq', model: 'meta-llama/Llama-4 <&">', bad: 0 },
    { ...row, provider: 'gpu-box-3.corp.internal', model: 'llama', bad: 0 },
  ];
  const walls = createSampleWalls(sampleWall({ nowMs, lateMs, recent }));
  walls.show(sampleWall({ nowMs, lateMs, recent, incidents: open }), open);
  const source = createStatusSource({
    ...{ feed: walls, store, maintenances: [], title: 'Vendors <&> "us"', now: () => nowMs },
    onRead: () => undefined,
  });
  const app = new Hono().route('/status', createStatusRoutes({ source, isPublic: true, url, ...options }));
  const get = async <Body>(path: string): Promise<Body> =>
    (await (await app.request(`/status/api/v2/${path}`)).json()) as Body;
  return { app, get, store };
}

export const story: readonly IncidentTransition[] = [
  sampleTransition({ ...outage, state: 'suspected', confirmedMs: null }, firstBadMs + 8_000),
  sampleTransition(outage, firstBadMs + 30_000),
];
const end: Partial<Incident> & { readonly firstBadMs: number } = {
  ...{ ...outage, state: 'resolved', recoveringMs: nowMs - 60_000, resolvedMs: nowMs, models: [] },
};
export const over: readonly IncidentTransition[] = [
  ...story,
  sampleTransition({ ...end, state: 'recovering', resolvedMs: null }, nowMs - 60_000),
  sampleTransition(end, nowMs),
];
