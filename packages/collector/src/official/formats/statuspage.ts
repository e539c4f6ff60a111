import { z } from 'zod';
import { type OfficialPost, type OfficialSource, type OfficialState, worstOf } from '../../model/official.ts';
import { concernsApi } from './concern.ts';
import { parseJson } from './json-document.ts';
import { type ParseDocument, type ParsedDocument, read, unreadable } from './parsed.ts';
import { holdsPhrase } from './plain-text.ts';
import { postOf, stageOf } from './post.ts';
import { type Component, component, incident, type StatuspageIncident } from './statuspage-shape.ts';

// Statuspage API v2: `summary.json` and `incidents.json`.

const page = z.object({ page: z.object({ url: z.string().nullish() }) });
const summary = page.extend({ components: z.array(component), incidents: z.array(incident) });
const history = page.extend({ incidents: z.array(incident) });

export const parseStatuspage: ParseDocument = (text, source, part) => {
  if (part === 'history') {
    const parsed = parseJson(history, text);
    return 'problem' in parsed
      ? unreadable(parsed.problem)
      : read(null, postsOf(parsed.value.incidents, source));
  }
  const parsed = parseJson(summary, text);
  return 'problem' in parsed ? unreadable(parsed.problem) : readSummary(parsed.value, source);
};

export function readSummary(
  {
    components,
    incidents,
  }: { readonly components: readonly Component[]; readonly incidents: readonly StatuspageIncident[] },
  source: OfficialSource,
): ParsedDocument {
  const single = components.filter(({ group }) => group !== true);
  if (single.length === 0) return unreadable('the page lists no components');
  const state = stateOf(single, source.components);
  if (state === null)
    return unreadable(
      `none of its components is called ${source.components.map((each) => `"${each}"`).join(', ')}`,
    );
  return read(state, postsOf(incidents, source));
}

/**
 * The worst of the components that are the API; null when there is none of them. While one is missing, nobody can say that
 * all is well. The state of the whole page is never asked: it is about other products as well.
 */
function stateOf(components: readonly Component[], wanted: readonly string[]): OfficialState | null {
  const found = wanted.map((phrase) => components.filter(({ name }) => holdsPhrase(name, phrase)));
  const own = wanted.length === 0 ? components : found.flat();
  if (own.length === 0) return null;
  const states = own.map(({ status }) => stateByStatus.get(status) ?? 'unknown');
  return worstOf(found.some((each) => each.length === 0) ? [...states, 'unknown'] : states);
}

const stateByStatus: ReadonlyMap<string, OfficialState> = new Map([
  ['operational', 'operational'],
  ['degraded_performance', 'degraded'],
  ['partial_outage', 'outage'],
  ['major_outage', 'outage'],
  ['under_maintenance', 'maintenance'],
]);

/**
 * `created_at` is when it was posted; `display_at` and `started_at` may be set back afterwards. Named by these times alone:
 * ids churn, and texts are edited.
 */
export function postsOf(
  incidents: readonly StatuspageIncident[],
  source: OfficialSource,
): readonly OfficialPost[] {
  return incidents.flatMap((each) => {
    const affected = each.incident_updates.flatMap(({ affected_components }) => affected_components ?? []);
    const names = [...(each.components ?? []), ...affected].map(({ name }) => name);
    if (!concernsApi(source, each.name, names)) return [];
    return each.incident_updates.map((told) =>
      postOf(
        {
          incidentKey: String(each.created_at),
          postKey: `${told.created_at} ${told.status}`,
          title: each.name,
          body: told.body ?? '',
          status: stageOf(told.status),
          postedMs: told.created_at,
          updatedMs: told.updated_at ?? null,
          startedMs: each.started_at ?? null,
          url: each.shortlink,
        },
        source,
      ),
    );
  });
}
