import { answersTo, asksForStream } from './answers.mjs';

/** Events that are ready at once, as a socket read delivers several. */
const eventsPerPull = 10;

/**
 * A `fetch` without a network: what is left is the SDK, the stream and the instrumentation.
 * @param {import('./answers.mjs').Vendor} vendor
 * @returns {(url: unknown, init: { body: string }) => Promise<Response>}
 */
export function cannedFetch(vendor) {
  const requestId = { 'x-request-id': 'req_1', 'request-id': 'req_1' };
  return async (_url, { body }) => {
    const { json, events } = answersTo(vendor, body);
    return asksForStream(body)
      ? new Response(streamOf(events), { headers: { ...requestId, 'content-type': 'text/event-stream' } })
      : new Response(json, { headers: { ...requestId, 'content-type': 'application/json' } });
  };
}

const encoder = new TextEncoder();

function streamOf(events) {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      const end = Math.min(sent + eventsPerPull, events.length);
      while (sent < end) controller.enqueue(encoder.encode(events[sent++]));
      if (sent === events.length) controller.close();
    },
  });
}
