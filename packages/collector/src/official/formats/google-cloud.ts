import { z } from 'zod';
import {
  type OfficialPostStatus,
  type OfficialSource,
  type OfficialState,
  worstOf,
} from '../../model/official.ts';
import { parseJson, timestamp } from './json-document.ts';
import { type ParseDocument, read, unreadable } from './parsed.ts';
import { holdsPhrase } from './plain-text.ts';
import { postOf } from './post.ts';

// `incidents.json` of the Google Cloud status dashboard: an array of incidents of all products, old ones included.

const update = z.object({
  when: timestamp,
  created: timestamp.nullish(),
  modified: timestamp.nullish(),
  text: z.string(),
  status: z.string(),
});

const incident = z.object({
  id: z.string().min(1),
  begin: timestamp,
  end: timestamp.nullish(),
  external_desc: z.string(),
  uri: z.string().nullish(),
  affected_products: z.array(z.object({ title: z.string() })).nullish(),
  updates: z.array(update),
});

type CloudIncident = z.infer<typeof incident>;

const stateByStatus: ReadonlyMap<string, OfficialState> = new Map([
  ['AVAILABLE', 'operational'],
  ['SERVICE_INFORMATION', 'operational'],
  ['SERVICE_DISRUPTION', 'degraded'],
  ['SERVICE_OUTAGE', 'outage'],
]);

export const parseGoogleCloud: ParseDocument = (text, source) => {
  const parsed = parseJson(z.array(incident), text);
  if ('problem' in parsed) return unreadable(parsed.problem);
  // It lists what has been for years. Nothing at all is no all-clear.
  if (parsed.value.length === 0) return unreadable('the list of incidents is empty');
  const own = parsed.value.filter((each) => isOwn(each, source.components));
  const open = own.filter(({ end }) => end === null || end === undefined);
  return read(
    open.length === 0 ? 'operational' : worstOf(open.map(stateOf)),
    own.flatMap((each) => each.updates.map((told) => post(each, told, source))),
  );
};

function isOwn({ affected_products }: CloudIncident, wanted: readonly string[]): boolean {
  const titles = (affected_products ?? []).map(({ title }) => title);
  return wanted.length === 0 || titles.some((title) => wanted.some((phrase) => holdsPhrase(title, phrase)));
}

function stateOf({ updates }: CloudIncident): OfficialState {
  const newest = [...updates].sort((a, b) => b.when - a.when)[0];
  return newest ? (stateByStatus.get(newest.status) ?? 'unknown') : 'unknown';
}

function post(each: CloudIncident, told: z.infer<typeof update>, source: OfficialSource) {
  const postedMs = told.created ?? told.when;
  return postOf(
    {
      incidentKey: each.id,
      postKey: String(postedMs),
      title: each.external_desc,
      body: told.text,
      status: stageIn(each, told),
      postedMs,
      updatedMs: told.modified ?? null,
      startedMs: each.begin,
      url: each.uri ? new URL(each.uri, source.url).href : null,
    },
    source,
  );
}

/** There are no stages here: the first is the one that begins it. */
function stageIn({ updates }: CloudIncident, { when, status }: z.infer<typeof update>): OfficialPostStatus {
  if (status === 'AVAILABLE') return 'resolved';
  return when === Math.min(...updates.map((each) => each.when)) ? 'investigating' : 'update';
}
