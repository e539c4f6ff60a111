import type { WallOfficial } from '@faultline/conventions';
import { z } from 'zod';
import type {
  OfficialFormat,
  OfficialPost,
  OfficialPostStatus,
  OfficialSourceState,
  OfficialState,
} from '../../../model/official.ts';
import type { OfficialNotice } from '../../health/verdict.ts';
import type { OfficialStory } from '../../official/lead-time.ts';
import type { OfficialAnswer, OfficialSourceView } from '../official-routes.ts';
import { named, time, timeOrNull } from './schema.ts';

const state: z.ZodType<OfficialState> = named(
  'OfficialState',
  'What a vendor says of itself. `unknown` whenever nobody can tell.',
  z.enum(['operational', 'degraded', 'outage', 'maintenance', 'unknown']),
);

const pageState: z.ZodType<OfficialSourceState> = named(
  'OfficialPageState',
  'Whether the page itself can be believed. `moved`: it sends readers to another host.',
  z.enum(['ok', 'stale', 'unreadable', 'moved']),
);

const notice = {
  state,
  page: pageState,
  readAtMs: timeOrNull.describe('When it was read with success last; null when it never was.'),
};

export const officialNotice: z.ZodType<OfficialNotice> = z.strictObject(notice);

export const wallOfficial: z.ZodType<WallOfficial> = z.strictObject({
  ...notice,
  title: z.string().exactOptional().describe('The newest post of what the vendor has not called over.'),
});

const postStatus: z.ZodType<OfficialPostStatus> = z.enum([
  'investigating',
  'identified',
  'monitoring',
  'resolved',
  'postmortem',
  'maintenance',
  'update',
]);

const post: z.ZodType<OfficialPost> = named(
  'OfficialPost',
  'One thing that a vendor wrote on its status page.',
  z.strictObject({
    id: z.string(),
    incidentId: z.string().describe('Of the vendor: posts about one incident have the same one.'),
    provider: z.string(),
    region: z.string().nullable(),
    title: z.string(),
    body: z.string(),
    status: postStatus,
    postedMs: time,
    updatedMs: timeOrNull,
    startedMs: timeOrNull.describe('When the trouble began, as the vendor says afterwards.'),
    models: z.array(z.string()).describe('Models that the text names.'),
    url: z.string(),
  }),
);

export const officialStory: z.ZodType<OfficialStory> = named(
  'OfficialStory',
  'What a vendor said of an incident, and who was first.',
  z.strictObject({
    posts: z.array(post).describe('Oldest first.'),
    firstPostMs: timeOrNull.describe('Null while the vendor says nothing.'),
    identifiedMs: timeOrNull,
    resolvedMs: timeOrNull,
    detectedMs: time.describe('What the lead is measured from: when it was confirmed, else suspected.'),
    leadMs: z
      .number()
      .nullable()
      .describe('Signed: how much later than we the vendor was; negative when it was first.'),
  }),
);

const format: z.ZodType<OfficialFormat> = z.enum(['statuspage', 'incident_io', 'google_cloud', 'feed']);

const source: z.ZodType<OfficialSourceView> = z.strictObject({
  id: z.string(),
  provider: z.string(),
  displayName: z.string(),
  region: z.string().nullable().describe('Set where there is a page for each region.'),
  format,
  url: z.string(),
  state: pageState,
  problem: z.string().nullable().describe('Why `state` is not `ok`.'),
  readAtMs: timeOrNull,
  ageMs: z.number().nullable().describe('How long ago that was.'),
  reading: state,
});

export const officialAnswer: z.ZodType<OfficialAnswer> = named(
  'Official',
  "Vendors' status pages, as they were read last. None of it changes a state or a verdict.",
  z.strictObject({
    enabled: z.boolean().describe('False where nobody reads them: `official.enabled`.'),
    sources: z.array(source),
    posts: z.array(post).describe('Of late, newest first.'),
  }),
);
