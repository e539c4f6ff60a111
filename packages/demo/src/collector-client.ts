import { setTimeout as sleep } from 'node:timers/promises';
import type { Wall } from '@faultline/conventions';
import { z } from 'zod';

/** What the report needs of an incident, as `GET /api/v1/incidents` serves it. */
const incidentSchema = z.object({
  id: z.string(),
  state: z.string(),
  widestClass: z.string(),
  provider: z.string().nullable(),
  firstBadMs: z.number(),
  suspectedMs: z.number(),
  confirmedMs: z.number().nullable(),
  resolvedMs: z.number().nullable(),
  evidence: z.object({
    affected: z.array(z.object({ model: z.string(), attempts: z.number(), bad: z.number() })),
  }),
});

export type ReportedIncident = z.infer<typeof incidentSchema>;

const readinessSchema = z.object({ ready: z.boolean(), engine: z.string(), detail: z.string() });

/** The collector as any program would read it: over HTTP. */
export interface CollectorClient {
  /** Whether it takes rows and can read them, and what is in the way. */
  readiness(): Promise<z.infer<typeof readinessSchema>>;
  wall(): Promise<Wall>;
  incidents(): Promise<readonly ReportedIncident[]>;
  /** Sum of a counter over all its series. */
  counter(name: string): Promise<number>;
}

export function createCollectorClient(url: string, token?: string): CollectorClient {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const get = async (path: string): Promise<Response> => {
    const response = await reach(`${url}${path}`, headers);
    if (response.status === 401)
      throw new Error(
        `${url} asks for tokens: set FAULTLINE_ACCESS_TOKEN (one of access.view) and FAULTLINE_SENDER_TOKEN ` +
          '(one of tokens), or the same with _FILE to files with them',
      );
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response;
  };
  return {
    // 503 while it is not; the body says why.
    readiness: async () => readinessSchema.parse(await (await reach(`${url}/readyz`, {})).json()),
    wall: async () => (await (await get('/api/v1/wall')).json()) as Wall,
    incidents: async () => {
      const body: unknown = await (await get('/api/v1/incidents')).json();
      return z.object({ incidents: z.array(incidentSchema) }).parse(body).incidents;
    },
    counter: async (name) => {
      const text = await (await get('/metrics')).text();
      const samples = text
        .split('\n')
        .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
      return samples.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
    },
  };
}

const triesMax = 5;

/** A connection that was kept open may close in the moment of the next request, on a busy machine most of all. */
async function reach(address: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await fetch(address, { headers });
    } catch (error) {
      const { cause } = error as { cause?: unknown };
      if (tries === triesMax) throw new Error(`${address} cannot be reached: ${String(cause ?? error)}`);
      await sleep(200 * tries);
    }
  }
}
