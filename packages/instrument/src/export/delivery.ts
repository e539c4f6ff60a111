import { exportOnce } from './export-once.ts';
import type { SpanBatch } from './otlp/span-batch.ts';
import { settledWithin } from './settled-within.ts';
import type { BatchExporter } from './span-exporter.ts';

/** A collector that restarts is back well within this; what it missed by then is dropped and counted. */
const triesMax = 6;
const firstBackoffMs = 1000;
const backoffMsMax = 10_000;

export interface Delivery {
  /** Takes a batch at once, and sends it after those that came before. */
  send(batch: SpanBatch): void;
  /** Sends what is queued, for at most this long, and gives up at the first refusal. Never rejects. */
  flushWithin(timeoutMs: number): Promise<void>;
}

export interface DeliveryEvents {
  delivered(batch: SpanBatch): void;
  dropped(batch: SpanBatch, reason: string): void;
}

/** Sends batches one after another. Nothing here keeps a process alive, except a flush, which has a deadline. */
export function createDelivery(exporter: BatchExporter, events: DeliveryEvents): Delivery {
  const batches: SpanBatch[] = [];
  let running: Promise<void> | undefined;
  let isClosing = false;
  let endBackoff = (): void => {};

  async function sendAll(): Promise<void> {
    for (let batch = batches[0]; batch; batch = batches[0]) {
      await sendBatch(batch);
      batches.shift();
    }
  }

  async function sendBatch(batch: SpanBatch): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const refusal = await send(exporter, batch);
      if (!refusal) return events.delivered(batch);
      if (refusal.isFinal || isClosing || tries >= triesMax) return events.dropped(batch, refusal.reason);
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
    send(batch) {
      batches.push(batch);
      running ??= sendAll().finally(() => {
        running = undefined;
      });
    },
    async flushWithin(timeoutMs) {
      if (!running) return;
      isClosing = true;
      endBackoff();
      await settledWithin(timeoutMs, running);
      isClosing = false;
    },
  };
}

interface Refusal {
  readonly reason: string;
  /** OTLP/HTTP: any status but these means that sending again is of no use. */
  readonly isFinal: boolean;
}

const retryableStatuses: ReadonlySet<unknown> = new Set([429, 502, 503, 504]);

async function send(exporter: BatchExporter, batch: SpanBatch): Promise<Refusal | undefined> {
  const failure = await exportOnce(exporter, batch);
  if (!failure) return undefined;
  const { error } = failure;
  const status = (error as { code?: unknown } | undefined)?.code;
  const isFinal = typeof status === 'number' && !retryableStatuses.has(status);
  return { reason: error instanceof Error ? error.message || error.name : String(error), isFinal };
}
