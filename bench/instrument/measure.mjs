// One variant, one round: started by run.mjs as a process of its own, answers over IPC and ends.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cannedFetch } from './canned-fetch.mjs';
import { measureHeap } from './measure-heap.mjs';
import { measureTime } from './measure-time.mjs';

/** @typedef {import('./run-process.mjs').Task} Task */

/** @type {Task} */
const task = JSON.parse(process.argv[2]);
// Only the variant that measures them switches the SDK's own spans back on.
process.env.ANTHROPIC_OPEN_TELEMETRY = 'false';

const require = createRequire(join(task.folder, 'package.json'));
const { start } = await import(`./variants/${task.module}.mjs`);
/** @type {import('./variants/variants.mjs').Started} */
const started = await start({ require, urls: task.urls, dist: task.dist });
const clients = createClients();
const bench = { clients, runCalls, flush: async () => started.flush?.() };
const result = task.mode === 'time' ? await measureTime(task, bench) : await measureHeap(task, bench);
process.send(result, () => process.exit(0));

function createClients() {
  const { OpenAI } = require('openai');
  const { Anthropic } = require('@anthropic-ai/sdk');
  started.patch?.({ OpenAI, Anthropic });
  const openai = new OpenAI({ ...optionsFor('openai'), baseURL: `${task.urls.openai}/v1` });
  const anthropic = new Anthropic({ ...optionsFor('anthropic'), baseURL: task.urls.anthropic });
  return { openai: started.wrapOpenai?.(openai) ?? openai, anthropic };
}

function optionsFor(vendor) {
  return { apiKey: 'bench-key', ...(task.transport === 'fetch' ? { fetch: cannedFetch(vendor) } : {}) };
}

/** One call after the other, in groups with a turn of the event loop between them, so that timers get their chance. */
async function runCalls(call, count) {
  const groupSize = 10;
  const inTrace = started.inTrace ?? ((group) => group());
  for (let done = 0; done < count; done += groupSize) {
    await inTrace(async () => {
      for (let index = done; index < Math.min(done + groupSize, count); index += 1) await call(clients);
    });
    await new Promise(setImmediate);
  }
}
