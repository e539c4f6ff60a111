import { type CallsPage, isOutcome } from '@faultline/conventions';
import { z } from 'zod';
import { dayMs, hourMs, type Kept } from '../../model/rollup.ts';
import type { RowPosition, RowQuestion } from '../../model/row-question.ts';
import type { CallSource, TimeRange } from '../../store/store.ts';
import { cursorOf, cursorText, rowPlace } from '../http/api/cursor.ts';
import { traceIdText } from '../http/api/query.ts';
import { askedRange, fieldOf, givenOnly } from './asked-range.ts';

const limit = 50;

/** Single calls, newest first, as the address asks for them. */
export async function readCallsPage(
  query: URLSearchParams,
  source: CallSource,
  { nowMs, retention }: Kept,
): Promise<CallsPage> {
  const field = (name: string): string => fieldOf(query, name);
  const names = { provider: field('provider'), model: field('model'), service: field('service') };
  const rest = { id: field('id'), outcome: field('outcome'), from: field('from'), until: field('until') };
  const asked = { ...rest, ...names };
  const nothing = { asked, calls: [], nextHref: null };
  // An id is looked for as far back as there are single rows.
  const defaultMs = rest.id.trim() === '' ? hourMs : retention.rawDays * dayMs;
  const range = askedRange(asked, { nowMs, defaultMs });
  if (typeof range === 'string') return { ...nothing, problem: range };
  if (rest.outcome !== '' && !isOutcome(rest.outcome))
    return { ...nothing, problem: `Outcome: nothing ends as “${rest.outcome}”.` };
  const after = parsePlace(field('after'));
  if (after === undefined)
    return { ...nothing, problem: 'After: this is no place in the list; start again without it.' };
  const { rows, next } = await source.calls(questionOf(asked, range, after));
  return { asked, problem: null, calls: rows, nextHref: next && hrefOf(asked, range, next) };
}

function questionOf(asked: CallsPage['asked'], range: TimeRange, after: RowPosition | null): RowQuestion {
  const { provider, model, service, outcome } = asked;
  const filter = givenOnly({ provider, model, service });
  const outcomes = isOutcome(outcome) ? { outcomes: [outcome] } : {};
  return { range, after, limit, filter: { ...filter, ...outcomes, ...idOf(asked.id) } };
}

/** A trace is named by 32 hexadecimal digits (W3C Trace Context); anything else is a vendor's own name for a request. */
function idOf(text: string): RowQuestion['filter'] {
  const id = text.trim();
  if (id === '') return {};
  const traceId = traceIdText.safeParse(id);
  return traceId.success ? { traceId: traceId.data } : { vendorRequestId: id };
}

/** The next page of the same list: its end is pinned, because "now" will be another one. */
function hrefOf(asked: CallsPage['asked'], range: TimeRange, next: RowPosition): string {
  const query = new URLSearchParams(givenOnly(asked));
  query.set('from', String(range.sinceMs));
  query.set('until', String(range.untilMs));
  query.set('after', cursorOf([next.endMs, next.traceId, next.spanId]));
  return `/calls?${query}`;
}

const place = cursorText(z.tuple([...rowPlace]));

/** Null without one; undefined for what is none. */
function parsePlace(text: string): RowPosition | null | undefined {
  if (text === '') return null;
  const parsed = place.safeParse(text);
  if (!parsed.success) return undefined;
  const [endMs, traceId, spanId] = parsed.data;
  return { endMs, traceId, spanId };
}
