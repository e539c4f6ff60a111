import { z } from 'zod';
import { type CollectorFacts, type CollectorInside, type Counts, recentMs } from '../running-collector.ts';
import { ask } from './ask.ts';

const health = z.object({
  ready: z.boolean(),
  engine: z.enum(['starting', 'up', 'down']),
  spooledRows: z.number(),
  spooledBytes: z.number(),
  detail: z.string(),
});
const self = z.object({
  version: z.string(),
  startedMs: z.number(),
  dataAtMs: z.number().nullable(),
  evaluation: z.object({ state: z.string(), detail: z.string() }),
});
const sources = z.object({
  sources: z.array(z.object({ service: z.string(), calls: z.number() })),
});

export interface CollectorSight {
  /** Null where it does not let us in. */
  readonly version: string | null;
  readonly facts: CollectorFacts;
}

/** Null when what answers there is no Faultline, or nothing does. */
export async function probeCollector(
  url: string,
  token: string | undefined,
  timeoutMs: number,
): Promise<CollectorSight | null> {
  const read = async <T>(path: string, shape: z.ZodType<T>, as?: string): Promise<T | null> => {
    const answer = await ask(url + path, timeoutMs, as).catch(() => null);
    if (answer === null) return null;
    return shape.safeParse(jsonOf(answer.text)).data ?? null;
  };
  // Whatever else listens there must not be shown a token.
  const ready = await read('/readyz', health);
  if (ready === null) return null;
  const of = await read('/api/v1/self', self, token);
  const nowMs = Date.now();
  if (of === null) return { version: null, facts: { nowMs, ...ready, inside: null } };
  const { version, ...evaluated } = of;
  const from = nowMs - recentMs;
  const told = await read(`/api/v1/sources?from=${from}`, sources, token);
  const metrics = await ask(`${url}/metrics`, timeoutMs, token).catch(() => null);
  const inside: CollectorInside = {
    ...evaluated,
    recent: told && {
      calls: told.sources.reduce((sum, { calls }) => sum + calls, 0),
      services: [...new Set(told.sources.map(({ service }) => service))],
    },
    ...countsIn(metrics?.text ?? ''),
  };
  return { version, facts: { nowMs, ...ready, inside } };
}

type Counted = Pick<CollectorInside, 'dropped' | 'sentBack' | 'requestsRefused' | 'alertsFailed'>;

function countsIn(exposition: string): Counted {
  const count = (metric: string, label: string, wanted: (value: string) => boolean): Counts =>
    countsBy(exposition, metric, label, wanted);
  return {
    dropped: count('faultline_receive_dropped_total', 'reason', () => true),
    // While it starts and stops, that is as it should be.
    sentBack: count(
      'faultline_store_appends_refused_total',
      'reason',
      (reason) => !/^st(art|opp)ing$/.test(reason),
    ),
    requestsRefused: count('faultline_receive_requests_total', 'code', (code) => /^(4|500)/.test(code)),
    alertsFailed: count('faultline_alerts_sent_total', 'result', (result) => result !== 'accepted'),
  };
}

/** A counter summed by one of its labels, of the text that Prometheus reads. */
function countsBy(
  exposition: string,
  metric: string,
  label: string,
  wanted: (value: string) => boolean,
): Counts {
  const counts: Record<string, number> = {};
  for (const line of exposition.split('\n')) {
    if (!line.startsWith(`${metric}{`)) continue;
    const value = new RegExp(`[{,]${label}="([^"]*)"`).exec(line)?.[1];
    if (value === undefined || !wanted(value)) continue;
    counts[value] = (counts[value] ?? 0) + Number(line.slice(line.lastIndexOf(' ') + 1));
  }
  return counts;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
