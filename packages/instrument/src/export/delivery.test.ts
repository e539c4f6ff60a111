import { describe, expect, it, vi } from 'vitest';
import { createDelivery } from './delivery.ts';
import type { SpanBatch } from './otlp/span-batch.ts';
import type { BatchExporter } from './span-exporter.ts';

const batch = (spans: number): SpanBatch => ({ body: new Uint8Array(), spans });

/** An exporter that answers by a script; after its end it succeeds. `undefined` never answers. */
function scriptedExporter(
  ...script: readonly ({ readonly status?: number } | 'ok' | undefined)[]
): BatchExporter & {
  readonly sent: number[];
} {
  const sent: number[] = [];
  return {
    sent,
    export({ spans }, done) {
      const answer = sent.length < script.length ? script[sent.length] : 'ok';
      sent.push(spans);
      if (answer === 'ok') done({ code: 0 });
      else if (answer) done({ code: 1, error: Object.assign(new Error('refused'), { code: answer.status }) });
    },
    shutdown: async () => {},
  };
}

function deliveryTo(exporter: BatchExporter) {
  const counts = { delivered: 0, dropped: 0 };
  const delivery = createDelivery(exporter, {
    delivered: ({ spans }) => {
      counts.delivered += spans;
    },
    dropped: ({ spans }) => {
      counts.dropped += spans;
    },
  });
  return { delivery, counts };
}

describe('delivering spans', () => {
  it('does not keep the process alive when there is nothing to flush', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const { delivery } = deliveryTo(scriptedExporter());
    const before = timers();
    await delivery.flushWithin(60_000);
    expect(timers()).toBe(before);
  });

  it('keeps a batch while the collector is away, and sends it when it is back', async () => {
    vi.useFakeTimers();
    try {
      const exporter = scriptedExporter({}, { status: 503 }, 'ok');
      const { delivery, counts } = deliveryTo(exporter);
      delivery.send(batch(3));
      delivery.send(batch(2));
      await vi.advanceTimersByTimeAsync(10_000);
      expect(exporter.sent).toEqual([3, 3, 3, 2]);
      expect(counts).toEqual({ delivered: 5, dropped: 0 });
    } finally {
      vi.useRealTimers();
    }
  });

  it('drops and counts what the collector will never take', async () => {
    const { delivery, counts } = deliveryTo(scriptedExporter({ status: 400 }));
    delivery.send(batch(4));
    await delivery.flushWithin(1000);
    expect(counts).toEqual({ delivered: 0, dropped: 4 });
  });

  it('gives up at a deadline when the process ends', async () => {
    const { delivery } = deliveryTo(scriptedExporter(undefined));
    delivery.send(batch(1));
    await expect(delivery.flushWithin(10)).resolves.toBeUndefined();
  });

  it('does not wait for a second try when the process ends', async () => {
    const { delivery, counts } = deliveryTo(scriptedExporter({}, {}));
    delivery.send(batch(1));
    await delivery.flushWithin(60_000);
    expect(counts).toEqual({ delivered: 0, dropped: 1 });
  });
});
