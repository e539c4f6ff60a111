import { z } from 'zod';
import type { IncidentState } from '../../../model/incident.ts';
import { cursorText } from './cursor.ts';
import { feedback, incidentPage, incidentStates, incidentStory, merge, note } from './incident-schema.ts';
import { json, type Operation, text } from './operation.ts';
import { providerName, someOf, timeText, upTo } from './query.ts';

export interface IncidentQuery {
  readonly from?: number | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly provider?: string | undefined;
  readonly state?: readonly IncidentState[] | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: IncidentPlace | undefined;
}

/** Where a page ended, and where its list does. */
export type IncidentPlace = [firstBadMs: number, id: string, sinceMs: number];

export const incidentsDefault = 200;
const limitMax = 1_000;
const place: z.ZodType<IncidentPlace> = z.tuple([z.int(), z.string(), z.int()]);

export const listIncidents: Operation<IncidentQuery> & { readonly query: z.ZodType<IncidentQuery> } = {
  method: 'get',
  path: '/incidents',
  id: 'listIncidents',
  tag: 'Incidents',
  summary: 'Incidents, open and over, each with its sentence and evidence',
  description: 'Newest first, by their first bad attempt.',
  query: z.strictObject({
    from: timeText.optional().describe('They began at or after it; 30 days ago when left out.'),
    since: timeText.optional().describe('The same as `from`.'),
    until: timeText.optional().describe('They began before it.'),
    provider: providerName.optional(),
    state: someOf(incidentStates).optional().describe('One, or several with commas between them.'),
    limit: upTo(limitMax).optional().describe(`At most so many; ${incidentsDefault} when left out.`),
    cursor: cursorText(place).optional().describe('`nextCursor` of the page before; with the same filters.'),
  }),
  answers: [json(incidentPage, 'A page of incidents.')],
  problems: ['bad-query', 'store-unavailable'],
  example: '/incidents?provider=anthropic&state=suspected,confirmed',
};

const id = { id: 'Of the incident.' };

export const getIncident: Operation = {
  method: 'get',
  path: '/incidents/{id}',
  id: 'getIncident',
  tag: 'Incidents',
  summary: 'One incident with what happened to it and what was said about it',
  parameters: id,
  answers: [json(incidentStory, 'The incident.')],
  problems: ['not-found', 'store-unavailable'],
  example: '/incidents/7KQ2ABCD',
};

const getIncidentReport: Operation = {
  method: 'get',
  path: '/incidents/{id}/report.md',
  id: 'getIncidentReport',
  tag: 'Incidents',
  summary: 'The same as a report for people, to go on with in a post-mortem',
  parameters: id,
  answers: [text('text/markdown; charset=utf-8', 'The report.')],
  problems: ['not-found', 'store-unavailable'],
  example: '/incidents/7KQ2ABCD/report.md',
};

const author = z.string().trim().min(1).max(100);
/** A page of prose; what is longer belongs into a post-mortem. */
const textMax = 4_000;

export interface NoteBody {
  readonly author: string;
  readonly text: string;
}

export const noteBody: z.ZodType<NoteBody> = z.strictObject({
  author,
  text: z.string().trim().min(1).max(textMax),
});

export interface FeedbackBody extends NoteBody {
  readonly verdict: 'not_the_vendor' | 'right';
}

export const feedbackBody: z.ZodType<FeedbackBody> = z.strictObject({
  verdict: z.enum(['not_the_vendor', 'right']),
  author,
  text: z.string().trim().max(textMax).default(''),
});

export interface MergeBody {
  readonly into: string;
  readonly author: string;
}

export const mergeBody: z.ZodType<MergeBody> = z.strictObject({ into: z.string().min(1).max(100), author });

const written = {
  method: 'post',
  tag: 'Incidents',
  parameters: id,
  problems: ['bad-body', 'not-found', 'too-large', 'unsupported-media-type', 'store-unavailable'],
} as const satisfies Partial<Operation>;

export const addNote: Operation = {
  ...written,
  path: '/incidents/{id}/notes',
  id: 'addNote',
  summary: 'Keep a note about an incident',
  body: noteBody,
  answers: [json(note, 'The note as it was kept.', 201)],
  example: '/incidents/7KQ2ABCD/notes',
};

export const addFeedback: Operation = {
  ...written,
  path: '/incidents/{id}/feedback',
  id: 'addFeedback',
  summary: 'Say whether the vendor was to blame',
  body: feedbackBody,
  answers: [json(feedback, 'What was said, as it was kept.', 201)],
  example: '/incidents/7KQ2ABCD/feedback',
};

export const addMerge: Operation = {
  ...written,
  path: '/incidents/{id}/merge',
  id: 'addMerge',
  summary: 'Say that this incident and another are one',
  body: mergeBody,
  answers: [json(merge, 'The merge as it was kept.', 201)],
  problems: [...written.problems, 'conflict'],
  example: '/incidents/7KQ2ABCD/merge',
};

export const incidentOperations: readonly Operation[] = [
  listIncidents,
  getIncident,
  getIncidentReport,
  addNote,
  addFeedback,
  addMerge,
];
