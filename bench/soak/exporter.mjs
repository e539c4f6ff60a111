import { setTimeout as sleep } from 'node:timers/promises';

// An exporter of OpenTelemetry's SDK for JavaScript, 0.2xx, behind its batch processor, as it was measured: one export at a time,
// ten seconds for each with all that is tried again, five tries more, at most so many spans in its queue and in a request.
const budgetMs = 10_000;
const retriesMax = 5;
const firstBackOffMs = 1000;
const backOffFactor = 1.5;
const jitter = 0.2;
const queueSpansMax = 2048;
const requestSpansMax = 512;
const retryable = new Set([429, 502, 503, 504]);

/** @typedef {{ batch: string, body: Buffer, calls: number, attempts: number, spans: number }} Batch */

/**
 * @param {{
 *   pack: (bodies: readonly Buffer[]) => Promise<Buffer>,
 *   post: (body: Buffer, timeoutMs: number) => Promise<{ status: number, retryAfterMs: number | null, rejected: number }>,
 *   onSettled: (batch: Batch, state: 'acknowledged' | 'unanswered' | 'refused' | 'queue_full', detail: string) => void,
 *   random?: () => number, wait?: (ms: number) => Promise<unknown>, clock?: () => number,
 * }} options
 */
export function createExporter({
  post,
  pack,
  onSettled,
  random = Math.random,
  wait = sleep,
  clock = () => performance.now(),
}) {
  /** @type {Batch[]} */
  const queue = [];
  let queued = 0;
  /** @type {Promise<void> | undefined} */
  let running;

  async function exportAll() {
    while (queue.length > 0) {
      const batches = takeRequest();
      const body = await pack(batches.map((batch) => batch.body));
      const [state, detail] = await exportOne(body);
      for (const batch of batches) {
        queued -= batch.spans;
        onSettled(batch, state, detail);
      }
    }
  }

  /** What has gathered goes together, as far as a request may grow. */
  function takeRequest() {
    let spans = 0;
    const tooMany = queue.findIndex((batch, index) => {
      spans += batch.spans;
      return index > 0 && spans > requestSpansMax;
    });
    return queue.splice(0, tooMany < 0 ? queue.length : tooMany);
  }

  async function exportOne(body) {
    const untilMs = clock() + budgetMs;
    for (let retries = 0; ; retries += 1) {
      const answer = await post(body, untilMs - clock()).catch(unreachable);
      const final = finalState(answer);
      if (final) return [final, answer.detail ?? String(answer.status)];
      const pauseMs = pauseAfter(retries, answer.retryAfterMs);
      if (retries >= retriesMax || pauseMs > untilMs - clock())
        return ['unanswered', answer.detail ?? String(answer.status)];
      await wait(pauseMs);
    }
  }

  function pauseAfter(retries, retryAfterMs) {
    if (retryAfterMs !== null) return retryAfterMs;
    const backOffMs = firstBackOffMs * backOffFactor ** retries;
    return backOffMs * (1 + jitter * (2 * random() - 1));
  }

  return {
    /** @param {Batch} batch */
    add(batch) {
      if (queued + batch.spans > queueSpansMax) return onSettled(batch, 'queue_full', '');
      queue.push(batch);
      queued += batch.spans;
      running ??= exportAll().finally(() => {
        running = undefined;
      });
    },
    settled: async () => {
      await running;
    },
  };
}

/** A connection that broke is tried again like a 503. */
function unreachable(error) {
  return { status: 503, retryAfterMs: null, rejected: 0, detail: String(error) };
}

/** @returns {'acknowledged' | 'refused' | null} null: worth another try (OTLP, "Failures") */
function finalState({ status, rejected }) {
  if (status === 200) return rejected === 0 ? 'acknowledged' : 'refused';
  return retryable.has(status) ? null : 'refused';
}
