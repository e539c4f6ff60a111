/** For the tests in which the vendors' own SDKs judge the wire. */

export type Json = Readonly<Record<string, unknown>>;

/** A request of one message, and how every answer to it begins. */
export const messages: { readonly role: 'user'; readonly content: string }[] = [
  { role: 'user', content: 'hello' },
];
export const sentence = 'The signal you are looking for is';

export async function collect(stream: unknown): Promise<Json[]> {
  const events: Json[] = [];
  for await (const event of stream as AsyncIterable<Json>) events.push(event);
  return events;
}

export function errorOf(pending: Promise<unknown>): Promise<Error & Json> {
  return pending.then(
    () => Promise.reject(new Error('expected a rejection')),
    (error: Error & Json) => error,
  );
}
