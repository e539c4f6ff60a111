import { type CallsPage, isOutcome } from '@faultline/conventions';
import { z } from 'zod';
import type { RowPosition, RowQuestion } from '../../model/row-question.ts';
import type { CallSource, TimeRange } from '../../store/store.ts';
import { askedRange, fieldOf, givenOnly } from './asked-range.ts';

const limit = 50;
const hourMs = 3_600_000;
/** An id is looked for as far back as single rows may be kept. */
const idMs = 90 * 24 * hourMs;

/** Single calls, newest first, as the address asks for them. */
export async function readCallsPage(
  query: URLSearchParams,
  source: CallSource,
  nowMs: number,
): Promise<CallsPage> {
  const field = (name: string): string => fieldOf(query, name);
  const names = { provider: field('provider'), model: field('model'), service: field('service') };
  const rest = { id: field('id'), outcome: field('outcome'), from: field('from'), until: field('until') };
  const asked = { ...rest, ...names };
  const nothing = { asked, calls: [], nextHref: null };
  const range = askedRange(asked, { nowMs, defaultMs: rest.id.trim() === '' ? hourMs : idMs });
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
  return /^[0-9a-f]{32}$/i.test(id) ? { traceId: id.toLowerCase() } : { vendorRequestId: id };
}

/** The next page of the same list: its end is pinned, because "now" will be another one. */
function hrefOf(asked: CallsPage['asked'], range: TimeRange, next: RowPosition): string {
  const query = new URLSearchParams(givenOnly(asked));
  query.set('from', String(range.sinceMs));
  query.set('until', String(range.untilMs));
  query.set('after', [next.endMs, next.traceId, next.spanId].join('.'));
  return `/calls?${query}`;
}

const place = z.tuple([
  z.coerce.number().int().min(0),
  z.string().regex(/^[0-9a-f]{32}$/),
  z.string().regex(/^[0-9a-f]{16}$/),
]);

/** Null without one; undefined for what is none. */
function parsePlace(text: string): RowPosition | null | undefined {
  if (text === '') return null;
  const parsed = place.safeParse(text.split('.'));
  if (!parsed.success) return undefined;
  const [endMs, traceId, spanId] = parsed.data;
  return { endMs, traceId, spanId };
}
