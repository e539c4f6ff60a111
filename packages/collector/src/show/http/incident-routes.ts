import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import type { Incident } from '../../model/incident.ts';
import { mergeChain, mergeTargets, type Remark } from '../../model/remark.ts';
import { incidentListMax } from '../../store/store.ts';
import { type IncidentSource, readStory, viewIncidents } from '../incident/incident-story.ts';
import { eventOf } from '../incident/incident-view.ts';
import { cursorOf } from './api/cursor.ts';
import {
  addFeedback,
  addMerge,
  addNote,
  feedbackBody,
  getIncident,
  type IncidentPlace,
  type IncidentQuery,
  incidentsDefault,
  listIncidents,
  mergeBody,
  noteBody,
} from './api/incident-operations.ts';
import { ask, conditional, routeOf } from './api/operation.ts';
import { problem } from './problem.ts';
import { keepWritten, readWritten, writeLimit } from './write-request.ts';

export interface IncidentRoutesOptions extends IncidentSource {
  readonly newId: () => string;
}

const sinceDefaultMs = 30 * 24 * 3600 * 1000;

/** `GET /incidents` and `/incidents/:id`; `POST /incidents/:id/notes`, `/feedback` and `/merge`. */
export function createIncidentRoutes(options: IncidentRoutesOptions): Hono {
  const { store } = options;
  const app = new Hono();

  ask(app, listIncidents, async (query, context) => context.json(await page(query, options)));

  app.get(routeOf(getIncident), conditional, async (context) => {
    const incident = await store.incident(context.req.param('id') ?? '');
    if (!incident) return noIncident(context);
    return context.json(await tell(incident, options));
  });

  app.post(routeOf(addNote), writeLimit, (context) =>
    write(context, options, noteBody, (said, body) => ({ ...said, kind: 'note', ...body })),
  );
  app.post(routeOf(addFeedback), writeLimit, (context) =>
    write(context, options, feedbackBody, (said, body) => ({ ...said, kind: 'feedback', ...body })),
  );
  app.post(routeOf(addMerge), writeLimit, (context) =>
    write(context, options, mergeBody, async (said, body) => {
      const wrong = await mergeProblem(said.incidentId, body.into, store);
      return wrong ? problem(context, wrong.kind, wrong.detail) : { ...said, kind: 'merge', ...body };
    }),
  );
  return app;
}

async function page(
  { from, since, until, provider, state, limit = incidentsDefault, cursor }: IncidentQuery,
  options: IncidentRoutesOptions,
) {
  const sinceMs = cursor?.[2] ?? from ?? since ?? options.now() - sinceDefaultMs;
  const read = await options.store.incidents(sinceMs, cursor ? cursor[0] + 1 : until);
  const found = read.filter(
    (incident) =>
      (cursor === undefined || isBehind(incident, cursor)) &&
      (provider === undefined || incident.provider === provider) &&
      (state === undefined || state.includes(incident.state)),
  );
  const incidents = found.slice(0, limit);
  // Of a list that was cut off there is more, whatever was found in it.
  const last =
    found.length > limit ? incidents.at(-1) : read.length < incidentListMax ? undefined : read.at(-1);
  const nextCursor = last ? cursorOf([last.firstBadMs, last.id, sinceMs] satisfies IncidentPlace) : null;
  return { incidents: await viewIncidents(incidents, options), nextCursor };
}

/** In the order of the list: newest first, and those of one moment by their ids. */
function isBehind({ firstBadMs, id }: Incident, [atMs, lastId]: IncidentPlace): boolean {
  return firstBadMs < atMs || (firstBadMs === atMs && id > lastId);
}

/** One incident with its story, and those that are one with it. */
async function tell(incident: Incident, source: IncidentRoutesOptions) {
  const { own, merged, merges, transitions, remarks, official } = await readStory(incident, source);
  return {
    incident: own,
    events: transitions.map(eventOf),
    official,
    notes: remarks.filter(({ kind }) => kind === 'note'),
    feedback: remarks.filter(({ kind }) => kind === 'feedback'),
    merged,
    merges,
  };
}

type Said = Pick<Remark, 'id' | 'incidentId' | 'atMs'>;

/** Checks what is written, and about which incident; keeps it, and answers with what was kept. */
async function write<Body>(
  context: Context,
  { store, newId, now }: IncidentRoutesOptions,
  schema: z.ZodType<Body>,
  remarkOf: (said: Said, body: Body) => Remark | Promise<Remark | Response>,
): Promise<Response> {
  const written = await readWritten(context, schema);
  if (written instanceof Response) return written;
  const incidentId = context.req.param('id') ?? '';
  if (!(await store.incident(incidentId))) return noIncident(context);
  const remark = await remarkOf({ id: newId(), incidentId, atMs: now() }, written.body);
  if (remark instanceof Response) return remark;
  context.set('audited', { action: remark.kind, subject: incidentId });
  return keepWritten(context, remark, store.saveRemark);
}

function noIncident(context: Context): Response {
  return problem(context, 'not-found', `there is no incident ${context.req.param('id')}`);
}

interface MergeProblem {
  readonly detail: string;
  readonly kind: 'bad-body' | 'conflict';
}

async function mergeProblem(
  id: string,
  into: string,
  store: IncidentRoutesOptions['store'],
): Promise<MergeProblem | null> {
  if (id === into) return { detail: 'into: an incident cannot be merged into itself', kind: 'bad-body' };
  if (!(await store.incident(into)))
    return { detail: `into: there is no incident ${into}`, kind: 'bad-body' };
  const chain = mergeChain(mergeTargets(await store.merges()), into);
  return chain.includes(id)
    ? { detail: `into: ${into} is already merged into ${id} (${chain.join(' → ')})`, kind: 'conflict' }
    : null;
}
