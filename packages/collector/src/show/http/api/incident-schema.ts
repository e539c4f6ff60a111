import { z } from 'zod';
import type {
  Evidence,
  Hypothesis,
  IncidentClass,
  IncidentKind,
  IncidentState,
} from '../../../model/incident.ts';
import type { Feedback, Merge, Note } from '../../../model/remark.ts';
import type { EventView, IncidentView } from '../../incident/incident-view.ts';
import type { OfficialStory } from '../../official/lead-time.ts';
import { officialStory } from './official-schema.ts';
import { count, named, nextCursor, outcome, share, time, timeOrNull } from './schema.ts';

export const incidentClass: z.ZodType<IncidentClass> = z.enum([
  'single_model',
  'vendor_partial',
  'vendor_wide',
  'vendor_region',
  'rate_limit',
  'credential',
  'client_error',
  'local_network',
]);
const kind: z.ZodType<IncidentKind> = z.enum(['errors', 'blank', 'latency', 'hang']);

export const incidentStates: readonly IncidentState[] = [
  'suspected',
  'confirmed',
  'recovering',
  'resolved',
  'cleared',
];
const incidentState: z.ZodType<IncidentState> = z.enum(incidentStates);
const hypothesis: z.ZodType<Hypothesis> = z.strictObject({ class: incidentClass, probability: share });

const evidence: z.ZodType<Evidence> = named(
  'Evidence',
  'Why the detector says so: everything a person needs to disagree.',
  z.strictObject({
    attempts: count,
    bad: count,
    dominantOutcome: outcome,
    affected: z.array(
      z.strictObject({
        model: z.string(),
        attempts: count,
        bad: count,
        firstBadMs: timeOrNull,
        recoveredMs: timeOrNull,
        abandoned: z.boolean(),
      }),
    ),
    healthyModels: z.array(z.string()),
    undecidedModels: z.array(z.string()),
    controls: z.array(z.strictObject({ provider: z.string(), attempts: count, bad: count })),
    services: z.array(z.string()),
    credentials: z.array(z.string()),
    regions: z.array(z.string()),
    samples: z
      .array(
        z.strictObject({
          atMs: time,
          model: z.string(),
          outcome,
          traceId: z.string(),
          spanId: z.string(),
          vendorRequestId: z.string(),
        }),
      )
      .exactOptional(),
    hypotheses: z.array(hypothesis).describe('Most probable first.'),
  }),
);

const scope = {
  state: incidentState,
  class: incidentClass,
  kind,
  models: z.array(z.string()),
  region: z.string().nullable(),
  credential: z.string().nullable(),
  confidence: share,
  mutedBy: z.string().nullable().describe('Why nobody is paged for it; null when somebody is.'),
};

export const incident: z.ZodType<IncidentView> = named(
  'Incident',
  'A detected, classified, tracked fault.',
  z.strictObject({
    id: z.string(),
    channel: z.enum(['errors', 'blank', 'latency', 'rate_limit', 'credential', 'client_error', 'connection']),
    ...scope,
    widestClass: incidentClass,
    provider: z.string().nullable(),
    firstBadMs: time,
    suspectedMs: time,
    confirmedMs: timeOrNull,
    recoveringMs: timeOrNull,
    resolvedMs: timeOrNull,
    evidence,
    sentence: z.string(),
    feedback: z.enum(['not_the_vendor', 'right']).nullable(),
    mergedInto: z.string().nullable(),
  }),
);

const event: z.ZodType<EventView> = named(
  'IncidentEvent',
  'One thing that happened to an incident.',
  z.strictObject({ atMs: time, ...scope, sentence: z.string(), attempts: count, bad: count }),
);

const said = { id: z.string(), incidentId: z.string(), atMs: time, author: z.string() };

export const note: z.ZodType<Note> = named(
  'Note',
  'What a person wrote about an incident.',
  z.strictObject({ ...said, kind: z.literal('note'), text: z.string() }),
);

export const feedback: z.ZodType<Feedback> = named(
  'Feedback',
  'Whether the vendor was to blame, says a person. Of several the newest counts.',
  z.strictObject({
    ...said,
    kind: z.literal('feedback'),
    verdict: z.enum(['not_the_vendor', 'right']),
    text: z.string(),
  }),
);

export const merge: z.ZodType<Merge> = named(
  'Merge',
  'Two incidents are one, says a person.',
  z.strictObject({ ...said, kind: z.literal('merge'), into: z.string() }),
);

interface IncidentPage {
  readonly incidents: readonly IncidentView[];
  readonly nextCursor: string | null;
}

export const incidentPage: z.ZodType<IncidentPage> = named(
  'IncidentPage',
  'Incidents, newest first by their first bad attempt.',
  z.strictObject({ incidents: z.array(incident), nextCursor }),
);

interface IncidentStory {
  readonly incident: IncidentView;
  readonly events: readonly EventView[];
  readonly official: OfficialStory | null;
  readonly notes: readonly Note[];
  readonly feedback: readonly Feedback[];
  readonly merged: readonly IncidentView[];
  readonly merges: readonly Merge[];
}

export const incidentStory: z.ZodType<IncidentStory> = named(
  'IncidentStory',
  'One incident with what happened to it and what was said about it.',
  z.strictObject({
    incident,
    events: z.array(event),
    official: officialStory
      .nullable()
      .describe("The vendor's side; null when its page is not read and nothing was kept."),
    notes: z.array(note),
    feedback: z.array(feedback),
    merged: z.array(incident).describe('Those that are one with it.'),
    merges: z.array(merge),
  }),
);
