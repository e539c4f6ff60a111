import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/**
 * Does all jobs on as many threads as there are processors. Answers come in the order of the jobs.
 * @param {URL} script @param {unknown} workerData @param {readonly unknown[]} jobs
 * @param {(done: number) => void} onProgress @returns {Promise<unknown[]>}
 */
export async function runAll(script, workerData, jobs, onProgress) {
  const answers = Array.from({ length: jobs.length });
  let next = 0;
  let done = 0;
  const work = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(script, { workerData });
      const give = () => {
        const index = next;
        next += 1;
        if (index >= jobs.length) resolve(worker.terminate());
        else worker.postMessage({ index, job: jobs[index] });
      };
      worker.on('message', ({ index, answer }) => {
        answers[index] = answer;
        done += 1;
        onProgress(done);
        give();
      });
      worker.on('error', reject);
      give();
    });
  await Promise.all(Array.from({ length: Math.min(jobs.length, availableParallelism()) }, work));
  return answers;
}
