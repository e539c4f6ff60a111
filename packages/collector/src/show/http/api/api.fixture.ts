import type { Hono } from 'hono';
import { defaultSlos } from '../../../evaluate/slo/default-slos.ts';
import { evaluateSlos, windowsNeeded } from '../../../evaluate/slo/evaluate.ts';
import { nothingLearned } from '../../../evaluate/slo/learned-threshold.ts';
import type { OfficialNews } from '../../../model/official.ts';
import {
  sampleAttempt,
  sampleCall,
  sampleMetered,
  samplePost,
  sampleTransition,
} from '../../../store/samples.fixture.ts';
import { type ShownParts, showOptions } from '../show.fixture.ts';
import { createShow } from '../show.ts';

export const nowMs: number = Date.parse('2026-06-22T01:00:00Z');
export const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

const source = { id: 'anthropic', provider: 'anthropic', region: null } as const;
const official: OfficialNews = {
  sources: [
    {
      source: { ...source, format: 'statuspage', url: 'https://status.example.org/summary.json' },
      ...{ state: 'ok', problem: null, readAtMs: nowMs - 40_000, reading: 'outage' },
    },
  ],
  posts: [samplePost({ postedMs: nowMs - 30_000 })],
};

export interface ApiBench {
  readonly app: Hono;
  readonly parts: ShownParts;
}

/** Something of everything that can be told. */
export async function bench(): Promise<ApiBench> {
  const parts = showOptions({ nowMs, official: () => official });
  const call = sampleCall({ endMs: nowMs - 5_000, traceId, outcome: 'overloaded', attempts: 2 });
  const failed = {
    traceId,
    callSpanId: call.spanId,
    outcome: 'overloaded',
    vendorRequestId: 'req_1',
  } as const;
  await parts.store.append({
    calls: [call, sampleCall({ endMs: nowMs - 9_000, timeToFirstChunkMs: 300, source: 'openlit' })],
    attempts: [
      sampleAttempt({ endMs: nowMs - 7_000, ...failed, retryAfterMs: 1_000 }),
      sampleAttempt({ endMs: call.endMs, spanId: call.spanId, ...failed, resendCount: 1 }),
      sampleAttempt({ endMs: nowMs - 9_000, timeToFirstChunkMs: 300 }),
    ],
    metered: [sampleMetered({ endMs: nowMs - 60_000, service: 'batch', model: 'counted' })],
  });
  const seen = sampleTransition({ id: '7KQ2ABCD', firstBadMs: nowMs - 60_000 });
  const sample = { atMs: nowMs - 7_000, model: 'claude-opus-4-8', outcome: 'overloaded' } as const;
  const affected = [
    { model: 'claude-opus-4-8', attempts: 9, bad: 8, firstBadMs: nowMs, recoveredMs: null, abandoned: false },
  ];
  const samples = [{ ...sample, traceId, spanId: call.spanId, vendorRequestId: 'req_1' }];
  const incident = { ...seen.incident, evidence: { ...seen.incident.evidence, affected, samples } };
  await parts.store.save({ ...seen, incident });
  await parts.store.save(sampleTransition({ id: 'OTHER', firstBadMs: nowMs - 120_000 }));
  const told = { incidentId: '7KQ2ABCD', atMs: nowMs, author: 'kim' };
  await parts.store.saveRemark({ ...told, id: '1', kind: 'note', text: 'seen' });
  await parts.store.saveRemark({ ...told, id: '2', kind: 'feedback', verdict: 'right', text: '' });
  await parts.store.saveRemark({ ...told, id: '3', kind: 'merge', into: 'OTHER' });
  const incidents = [{ incident, sentence: seen.sentence }];
  await parts.store.recordAudit({
    ...{ id: '1', atMs: nowMs - 1_000, actor: 'kim', role: 'operate', action: 'override' },
    ...{ subject: 'openai down', address: '192.0.2.1' },
  });
  await parts.health.overrides.save({
    ...{ id: '4M2XQ7', provider: 'openai', model: null, state: 'down', reason: 'told so', author: 'kim' },
    ...{ createdMs: nowMs - 1_000, untilMs: nowMs + 60_000, endedMs: null },
  });
  await parts.feed.publish({ dataUntilMs: nowMs, incidents, usualErrorShare: () => 0.01 });
  parts.slos.publish(serviceLevels());
  return { app: createShow(parts), parts };
}

function serviceLevels(): Parameters<ShownParts['slos']['publish']>[0] {
  const counts = windowsNeeded(defaultSlos, nowMs, 60).flatMap((windowSeconds) =>
    (['ok', 'overloaded'] as const).map((outcome) => ({
      ...{
        windowSeconds,
        provider: 'anthropic',
        model: 'claude-opus-4-8',
        service: 's',
        environment: 'prod',
      },
      ...{ outcome, calls: 100 },
    })),
  );
  const moment = { atMs: nowMs, observedSeconds: 86_400, freshSeconds: 60, instancesMax: 500 };
  const before = { states: new Map(), events: new Map() };
  return {
    ...evaluateSlos(defaultSlos, counts, { ...moment, before, learned: nothingLearned }),
    untilMs: nowMs,
  };
}
