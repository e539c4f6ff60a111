import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';

/** Result codes of the exporter interface; its package is not a dependency of ours. */
const exportSucceeded = 0;
/** A collector that restarts is back well within this; what it missed by then is dropped and counted. */
const triesMax = 6;
const firstBackoffMs = 1000;
const backoffMsMax = 10_000;

export interface Delivery extends SpanExporter {
  /** Sends what is queued, for at most this long, and gives up at the first refusal. Never rejects. */
  flushWithin(timeoutMs: number): Promise<void>;
}

export interface DeliveryEvents {
  delivered(spans: number): void;
  dropped(spans: number, reason: string): void;
}

/**
 * Takes batches off the span processor's hands at once and sends them one after another. The processor and the
 * exporter wait on timers that keep a process alive; nothing here does, except a flush, which has a deadline.
 */
export function createDelivery(exporter: SpanExporter, events: DeliveryEvents): Delivery {
  const batches: ReadableSpan[][] = [];
  let running: Promise<void> | undefined;
  let isClosing = false;
  let endBackoff = (): void => {};

  async function sendAll(): Promise<void> {
    for (let batch = batches[0]; batch; batch = batches[0]) {
      await sendBatch(batch);
      batches.shift();
    }
  }

  async function sendBatch(batch: ReadableSpan[]): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const refusal = await send(exporter, batch);
      if (!refusal) return events.delivered(batch.length);
      if (refusal.isFinal || isClosing || tries >= triesMax)
        return events.dropped(batch.length, refusal.reason);
      await backOff(Math.min(firstBackoffMs * 2 ** (tries - 1), backoffMsMax));
    }
  }

  function backOff(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      endBackoff = resolve;
      setTimeout(resolve, delayMs).unref();
    });
  }

  return {
    export(spans, done) {
      batches.push(spans);
      running ??= sendAll().finally(() => {
        running = undefined;
      });
      done({ code: exportSucceeded });
    },
    async flushWithin(timeoutMs) {
      if (!running) return;
      isClosing = true;
      endBackoff();
      const deadline = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        running?.finally(() => clearTimeout(timer));
      });
      await Promise.race([running, deadline]);
      isClosing = false;
    },
    async forceFlush() {
      await running;
    },
    shutdown: () => exporter.shutdown(),
  };
}

interface Refusal {
  readonly reason: string;
  /** OTLP/HTTP: any status but these means that sending again is of no use. */
  readonly isFinal: boolean;
}

const retryableStatuses: ReadonlySet<unknown> = new Set([429, 502, 503, 504]);

function send(exporter: SpanExporter, batch: ReadableSpan[]): Promise<Refusal | undefined> {
  return new Promise((resolve) => {
    const refuse = (error: unknown): void => {
      const status = (error as { code?: unknown } | undefined)?.code;
      const isFinal = typeof status === 'number' && !retryableStatuses.has(status);
      resolve({ reason: error instanceof Error ? error.message || error.name : String(error), isFinal });
    };
    try {
      exporter.export(batch, ({ code, error }) =>
        code === exportSucceeded ? resolve(undefined) : refuse(error),
      );
    } catch (error) {
      refuse(error);
    }
  });
}
