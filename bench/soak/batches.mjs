import { randomBytes } from 'node:crypto';

/**
 * What an exporter sends in each second. The id of a span names its batch: a byte for the exporter, four for the number of
 * the batch, two for the place in it, and one for what it is. So whoever counts rows knows which batch they came in.
 * @param {number} exporter @param {{ span: (span: object) => Buffer }} requests
 */
export function createBatches(exporter, requests) {
  const runId = randomBytes(8);
  /** By the second at whose end it leaves. @type {Map<number, { spans: Buffer[], calls: number, attempts: number }>} */
  const bySecond = new Map();
  let current = { second: 0, number: 0 };

  const numberOf = (second) => current.number + (second - current.second);

  function slotOf(second) {
    const slot = bySecond.get(second) ?? { spans: [], calls: 0, attempts: 0 };
    bySecond.set(second, slot);
    return slot;
  }

  function newId(second, isCall) {
    const id = Buffer.alloc(8);
    id[0] = exporter + 1;
    id.writeUInt32BE(numberOf(second), 1);
    id.writeUInt16BE(slotOf(second).attempts, 5);
    id[7] = isCall ? 1 : 2;
    const slot = slotOf(second);
    slot.attempts += 1;
    if (isCall) slot.calls += 1;
    return id;
  }

  return {
    begin(second) {
      current = { second, number: current.number + 1 };
    },
    /** A failed attempt leaves when it has ended, the call with the last one. */
    addCall(model, attempts) {
      const last = attempts.at(-1);
      const secondOf = ({ endMs }) => Math.max(current.second, Math.ceil(endMs / 1000));
      const callId = newId(secondOf(last), true);
      const common = { model, traceId: Buffer.concat([runId, callId]) };
      for (const [index, attempt] of attempts.entries()) {
        const { durationMs, endMs } = attempt;
        const own = { ...common, ...attempt, number: index + 1, startMs: endMs - durationMs };
        const span =
          attempt === last
            ? { ...own, spanId: callId, startMs: attempts[0].endMs - attempts[0].durationMs }
            : { ...own, spanId: newId(secondOf(attempt), false), parentId: callId };
        slotOf(secondOf(attempt)).spans.push(requests.span(span));
      }
    },
    take(second) {
      const { spans, calls, attempts } = slotOf(second);
      bySecond.delete(second);
      const batch = Buffer.alloc(5);
      batch[0] = exporter + 1;
      batch.writeUInt32BE(numberOf(second), 1);
      return { batch: batch.toString('hex'), spans, calls, attempts };
    },
    /** Calls under way whose process says nothing more. */
    forget: () => bySecond.clear(),
  };
}
