/** Addresses of pages that ask a question. Text as a person would type it; what is empty is left out. */
export interface Question {
  readonly provider?: string;
  readonly model?: string;
  readonly service?: string;
  readonly outcome?: string;
  readonly from?: string;
  readonly until?: string;
}

export function exploreHref(question: Omit<Question, 'outcome'>): string {
  return withQuery('/explore', question);
}

export function callsHref(question: Question): string {
  return withQuery('/calls', question);
}

export function incidentHref(id: string): string {
  return `/incidents/${encodeURIComponent(id)}`;
}

export function callHref(traceId: string): string {
  return `/calls/${encodeURIComponent(traceId)}`;
}

/** In one order, so that the same question has one address. */
const order = ['provider', 'model', 'service', 'outcome', 'from', 'until'] as const;

function withQuery(path: string, question: Question): string {
  const query = new URLSearchParams();
  for (const name of order) {
    const value = question[name];
    if (value !== undefined && value !== '') query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
