import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Incident } from '../../model/incident.ts';
import { mergeChain, mergedWith, mergeTargets, type Remark } from '../../model/remark.ts';
import type { IncidentStore, RemarkStore } from '../../store/store.ts';
import { eventOf, type ViewOptions, viewOf } from './incident-view.ts';
import { expectedTime, parseTime } from './time-query.ts';
import { type AuthoriseWrite, keepWritten, readWritten, writeLimit } from './write-request.ts';

export interface IncidentRoutesOptions extends Pick<ViewOptions, 'maintenances' | 'explain'> {
  readonly store: IncidentStore & RemarkStore;
  readonly authorise: AuthoriseWrite;
  readonly newId: () => string;
  readonly now: () => number;
}

const sinceDefaultMs = 30 * 24 * 3600 * 1000;

const author = z.string().trim().min(1).max(100);
/** A page of prose; what is longer belongs into a post-mortem. */
const textMax = 4_000;
const noteBody = z.strictObject({ author, text: z.string().trim().min(1).max(textMax) });
const feedbackBody = z.strictObject({
  verdict: z.enum(['not_the_vendor', 'right']),
  author,
  text: z.string().trim().max(textMax).default(''),
});
const mergeBody = z.strictObject({ into: z.string().min(1).max(100), author });

/** `GET /incidents[?since]` and `/incidents/:id`; `POST /incidents/:id/notes`, `/feedback` and `/merge`. */
export function createIncidentRoutes(options: IncidentRoutesOptions): Hono {
  const { store, now } = options;
  const app = new Hono();

  app.get('/incidents', async (context) => {
    const since = context.req.query('since');
    const sinceMs = since === undefined ? now() - sinceDefaultMs : parseTime(since);
    if (sinceMs === null)
      return context.json({ error: `since: expected ${expectedTime}, got ${since}` }, 400);
    const incidents = await store.incidents(sinceMs);
    return context.json({ incidents: await view(incidents, options) });
  });

  app.get('/incidents/:id', async (context) => {
    const incident = await store.incident(context.req.param('id'));
    if (!incident) return noIncident(context);
    return context.json(await tell(incident, options));
  });

  app.post('/incidents/:id/notes', writeLimit, (context) =>
    write(context, options, noteBody, (said, body) => ({ ...said, kind: 'note', ...body })),
  );
  app.post('/incidents/:id/feedback', writeLimit, (context) =>
    write(context, options, feedbackBody, (said, body) => ({ ...said, kind: 'feedback', ...body })),
  );
  app.post('/incidents/:id/merge', writeLimit, (context) =>
    write(context, options, mergeBody, async (said, body) => {
      const problem = await mergeProblem(said.incidentId, body.into, store);
      return problem
        ? context.json({ error: problem.error }, problem.status)
        : { ...said, kind: 'merge', ...body };
    }),
  );
  return app;
}

async function view(
  incidents: readonly Incident[],
  { store, maintenances, explain, now }: IncidentRoutesOptions,
) {
  const [remarks, merges] = await Promise.all([store.remarks(incidents.map(({ id }) => id)), store.merges()]);
  const options = { maintenances, explain, remarks, mergeTargets: mergeTargets(merges), nowMs: now() };
  return incidents.map((incident) => viewOf(incident, options));
}

/** One incident with its story, and those that are one with it. */
async function tell(incident: Incident, options: IncidentRoutesOptions) {
  const { store } = options;
  const [transitions, remarks, merges] = await Promise.all([
    store.transitions(incident.id),
    store.remarks([incident.id]),
    store.merges(),
  ]);
  const group = mergedWith(mergeTargets(merges), incident.id);
  const others = await Promise.all(group.filter((id) => id !== incident.id).map((id) => store.incident(id)));
  const known = others.filter((each) => each !== null);
  const [own, ...merged] = await view([incident, ...known], options);
  return {
    incident: own,
    events: transitions.map(eventOf),
    notes: remarks.filter(({ kind }) => kind === 'note'),
    feedback: remarks.filter(({ kind }) => kind === 'feedback'),
    merged,
    merges: merges.filter(({ incidentId }) => group.includes(incidentId)),
  };
}

type Said = Pick<Remark, 'id' | 'incidentId' | 'atMs'>;

/** Checks who writes, what, and about which incident; keeps it, and answers with what was kept. */
async function write<Body>(
  context: Context,
  { authorise, store, newId, now }: IncidentRoutesOptions,
  schema: z.ZodType<Body>,
  remarkOf: (said: Said, body: Body) => Remark | Promise<Remark | Response>,
): Promise<Response> {
  const written = await readWritten(context, authorise, schema);
  if (written instanceof Response) return written;
  const incidentId = context.req.param('id') ?? '';
  if (!(await store.incident(incidentId))) return noIncident(context);
  const remark = await remarkOf({ id: newId(), incidentId, atMs: now() }, written.body);
  if (remark instanceof Response) return remark;
  return keepWritten(context, remark, store.saveRemark);
}

function noIncident(context: Context): Response {
  return context.json({ error: `there is no incident ${context.req.param('id')}` }, 404);
}

interface MergeProblem {
  readonly error: string;
  readonly status: 400 | 409;
}

async function mergeProblem(
  id: string,
  into: string,
  store: IncidentRoutesOptions['store'],
): Promise<MergeProblem | null> {
  if (id === into) return { error: 'into: an incident cannot be merged into itself', status: 400 };
  if (!(await store.incident(into))) return { error: `into: there is no incident ${into}`, status: 400 };
  const chain = mergeChain(mergeTargets(await store.merges()), into);
  return chain.includes(id)
    ? { error: `into: ${into} is already merged into ${id} (${chain.join(' → ')})`, status: 409 }
    : null;
}
