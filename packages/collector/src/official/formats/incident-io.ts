import { z } from 'zod';
import { parseJson } from './json-document.ts';
import { type ParseDocument, read, unreadable } from './parsed.ts';
import { postsOf, readSummary } from './statuspage.ts';
import { component, looseIncident } from './statuspage-shape.ts';

// The look-alike of Statuspage v2 by incident.io. It leaves out lists that are empty and the updates of some incidents, its
// incidents rarely say which components they are about, and some of its pages answer with nothing in them at all.

const summary = z.object({
  components: z.array(component).nullish(),
  incidents: z.array(looseIncident).nullish(),
});
const history = z.object({ incidents: z.array(looseIncident) });

export const parseIncidentIo: ParseDocument = (text, source, part) => {
  if (part === 'history') {
    const parsed = parseJson(history, text);
    return 'problem' in parsed
      ? unreadable(parsed.problem)
      : read(null, postsOf(parsed.value.incidents, source));
  }
  const parsed = parseJson(summary, text);
  if ('problem' in parsed) return unreadable(parsed.problem);
  const { components, incidents } = parsed.value;
  return readSummary({ components: components ?? [], incidents: incidents ?? [] }, source);
};
