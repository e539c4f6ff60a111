// One thread of run.mjs.
import { parentPort, workerData } from 'node:worker_threads';

const trials = await import(workerData.bundle);

const doers = {
  kind: ({ name, seeds, tickMs }) => seeds.map((seed) => trials.runKind(name, seed, tickMs)),
  quiet: ({ options }) => trials.runQuiet(options),
  scenario: ({ folder }) => trials.runScenario(folder),
};

parentPort.on('message', ({ index, job }) => {
  parentPort.postMessage({ index, answer: doers[job.type](job) });
});
