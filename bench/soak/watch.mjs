import { setTimeout as sleep } from 'node:timers/promises';
import { look, measure } from './probe.mjs';

const lookEveryMs = 2000;
const measureEveryMs = 15_000;
const sayEveryMs = 60_000;

/** Looks at the collector as long as it runs. */
export function watch({ url, collector, heapFile, dataDir, ask, shiftMs, startMs, say }) {
  const looks = [];
  const samples = [];
  let isOver = false;

  const atSeconds = () => (Date.now() - startMs) / 1000;

  async function keepLooking() {
    while (!isOver) {
      const seen = await look(url, shiftMs());
      looks.push({ ...seen, atSeconds: atSeconds() });
      await sleep(lookEveryMs);
    }
  }

  async function keepMeasuring() {
    let saidAtMs = 0;
    while (!isOver) {
      const ids = { collectorPid: collector.pid(), enginePid: collector.enginePid() };
      const sample = {
        ...(await measure({ ...ids, heapFile, dataDir, ask })),
        ...ids,
        atSeconds: atSeconds(),
      };
      samples.push(sample);
      if (Date.now() - saidAtMs >= sayEveryMs) {
        saidAtMs = Date.now();
        say(describe(sample, looks.at(-1)));
      }
      await sleep(measureEveryMs);
    }
  }

  const running = Promise.all([keepLooking(), keepMeasuring()]);
  return {
    looks,
    samples,
    async stop() {
      isOver = true;
      await running;
    },
  };
}

function describe(sample, last) {
  const numbers = [
    `collector ${Math.round(sample.collectorRssMb)} MB (heap ${Math.round(sample.heapMb)})`,
    `engine ${Math.round(sample.engineRssMb)} MB`,
    `handles ${sample.collectorHandles}/${sample.engineHandles}`,
    `parts ${sample.parts}`,
    `disk ${Math.round(sample.diskBytes / 2 ** 20)} MB`,
    `CPU ${sample.collectorCpuSeconds}/${sample.engineCpuSeconds} s`,
    last?.isUp ? `spooled ${last.spooledRows}, lag ${Math.round(last.lagMs)} ms` : 'not up',
    JSON.stringify(last?.states ?? {}),
  ];
  return numbers.join(', ');
}
