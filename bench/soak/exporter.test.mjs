import { describe, expect, it } from 'vitest';
import { createExporter } from './exporter.mjs';

/** An exporter whose waiting takes no time, and what it sent when. */
function exporterThatHears(answers) {
  let nowMs = 0;
  const sentAtMs = [];
  const settled = [];
  const exporter = createExporter({
    post: async () => {
      sentAtMs.push(Math.round(nowMs));
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return { retryAfterMs: null, rejected: 0, ...answer };
    },
    pack: async (bodies) => Buffer.concat(bodies),
    onSettled: ({ batch }, state) => settled.push([batch, state]),
    random: () => 0.5,
    wait: async (ms) => {
      nowMs += ms;
    },
    clock: () => nowMs,
  });
  return { exporter, sentAtMs, settled };
}

const batch = { batch: 'a', body: Buffer.alloc(0), calls: 1, attempts: 1, spans: 1 };

// What was measured of OpenTelemetry's exporter for JavaScript.
describe('an exporter of the fleet', () => {
  it('backs off within its ten seconds, then gives up', async () => {
    const { exporter, sentAtMs, settled } = exporterThatHears([{ status: 503 }]);
    exporter.add(batch);
    await exporter.settled();
    expect(sentAtMs).toEqual([0, 1000, 2500, 4750, 8125]);
    expect(settled).toEqual([['a', 'unanswered']]);
  });

  it('comes again when it is told to, five times more', async () => {
    const { exporter, sentAtMs } = exporterThatHears([{ status: 503, retryAfterMs: 1000 }]);
    exporter.add(batch);
    await exporter.settled();
    expect(sentAtMs).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
  });

  it('gives up at once when it is told to come after its time', async () => {
    const { exporter, sentAtMs } = exporterThatHears([{ status: 429, retryAfterMs: 30_000 }]);
    exporter.add(batch);
    await exporter.settled();
    expect(sentAtMs).toEqual([0]);
  });

  it('tries again after a connection that broke, and is content with 200', async () => {
    const { exporter, settled } = exporterThatHears([new Error('ECONNRESET'), { status: 200 }]);
    exporter.add(batch);
    await exporter.settled();
    expect(settled).toEqual([['a', 'acknowledged']]);
  });

  it('takes a partial success and a 500 for final', async () => {
    const { exporter, settled } = exporterThatHears([{ status: 200, rejected: 2 }, { status: 500 }]);
    exporter.add({ ...batch, spans: 500 });
    exporter.add({ ...batch, batch: 'b', spans: 500 });
    await exporter.settled();
    expect(settled).toEqual([
      ['a', 'refused'],
      ['b', 'refused'],
    ]);
  });

  it('sends together what has gathered meanwhile, up to 512 spans', async () => {
    const { exporter, sentAtMs, settled } = exporterThatHears([{ status: 200 }]);
    for (const name of ['a', 'b', 'c', 'd']) exporter.add({ ...batch, batch: name, spans: 200 });
    await exporter.settled();
    expect(sentAtMs).toHaveLength(3);
    expect(settled.map(([name]) => name)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('drops what does not fit into its queue', async () => {
    const { exporter, settled } = exporterThatHears([{ status: 200 }]);
    exporter.add({ ...batch, spans: 2000 });
    exporter.add({ ...batch, batch: 'b', spans: 100 });
    await exporter.settled();
    expect(settled).toEqual([
      ['b', 'queue_full'],
      ['a', 'acknowledged'],
    ]);
  });
});
