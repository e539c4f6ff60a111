/** Where full batches go. */
export type SendBatch = (spans: readonly Uint8Array[]) => void;

export interface SpanQueue {
  add(span: Uint8Array): void;
  /** Hands over what waits, full or not. */
  handOver(): void;
}

/** An outage is to be told within seconds; the default of OpenTelemetry's processor, 5 s, would be most of that time. */
const waitMs = 1000;
const batchSpansMax = 512;

/** Collects spans for at most a second. Its timer keeps no process alive. */
export function createSpanQueue(send: SendBatch): SpanQueue {
  let waiting: Uint8Array[] = [];
  let timer: NodeJS.Timeout | undefined;

  const handOver = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const spans = waiting;
    waiting = [];
    send(spans);
  };

  return {
    handOver,
    add(span) {
      waiting.push(span);
      if (waiting.length >= batchSpansMax) handOver();
      else timer ??= setTimeout(handOver, waitMs).unref();
    },
  };
}
