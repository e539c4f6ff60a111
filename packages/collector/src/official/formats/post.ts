import { createHash } from 'node:crypto';
import { mentionedModels } from '../../model/model-mention.ts';
import type { OfficialPost, OfficialPostStatus, OfficialSource } from '../../model/official.ts';
import { plainText } from './plain-text.ts';

/** A post as its document has it. */
export interface RawPost {
  /** What names the incident and the post and stays the same when the vendor hands out new ids and edits the text. */
  readonly incidentKey: string;
  readonly postKey: string;
  readonly title: string;
  readonly body: string;
  readonly status: OfficialPostStatus;
  readonly postedMs: number;
  readonly updatedMs: number | null;
  readonly startedMs: number | null;
  readonly url: string | null | undefined;
}

const titleMax = 300;
const bodyMax = 4_000;

export function postOf(raw: RawPost, source: OfficialSource): OfficialPost {
  const { incidentKey, postKey, status, postedMs, updatedMs, startedMs } = raw;
  const title = plainText(raw.title, titleMax);
  const body = plainText(raw.body, bodyMax);
  return {
    id: nameOf(source.id, incidentKey, postKey),
    incidentId: nameOf(source.id, incidentKey),
    provider: source.provider,
    region: source.region,
    ...{ title, body, status, postedMs, updatedMs, startedMs },
    models: mentionedModels(`${title}. ${body}`),
    url: webAddress(raw.url) ?? new URL('/', source.url).href,
  };
}

function nameOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** Links are shown to people: nothing but a web page may come of one. */
function webAddress(text: string | null | undefined): string | null {
  if (!text || !URL.canParse(text)) return null;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}

const stages = ['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'] as const;

/** As Statuspage spells it. */
export function stageOf(status: string): OfficialPostStatus {
  const stage = stages.find((each) => each === status.toLowerCase());
  return stage ?? (/maintenance|scheduled|in_progress|verifying/.test(status) ? 'maintenance' : 'update');
}
