import { collect } from './collect.mjs';

const ok = { outcome: 'ok', status: 200 };

/**
 * What every SDK is put through. A family says how it opens a client, asks for an answer and asks for a stream; whether
 * its SDK retries by itself decides how often a failing vendor is asked.
 */
export function commonCases(family) {
  return [
    ...answeredCases(family),
    ...refusedCases(family),
    ...brokenCases(family),
    ...emptyCases(family),
    ...givenUpCases(family),
  ];
}

const once = { retries: 0 };

const asking =
  ({ open, json }, options) =>
  (context) =>
    json(open(context, options), context.model, {});

const askingForStream =
  ({ open, stream }, options) =>
  async (context) =>
    collect(await stream(open(context, options), context.model, {}));

function answeredCases(family) {
  const { open, json } = family;
  return [
    { name: 'an answer', run: asking(family), expected: { ...ok, hasTokens: true } },
    {
      name: 'a stream',
      run: askingForStream(family),
      expected: { ...ok, hasTokens: true, hasFirstChunk: true },
    },
    {
      name: 'a failure, then an answer',
      faults: family.retries ? ['server_error', null] : [null],
      run: asking(family),
      expected: { ...ok, attempts: family.retries ? 2 : 1 },
    },
    {
      name: 'an answer without usage',
      faults: ['no_usage'],
      run: asking(family, once),
      expected: { ...ok, hasTokens: false },
    },
    {
      name: 'a stream without usage',
      faults: ['no_usage'],
      run: askingForStream(family, once),
      expected: { ...ok, hasTokens: false },
    },
    {
      name: 'five calls at once',
      async run(context) {
        const client = open(context, once);
        const answers = await Promise.all(Array.from({ length: 5 }, () => json(client, context.model, {})));
        return answers.length;
      },
      expected: { ...ok, calls: 5 },
    },
  ];
}

function refusedCases(family) {
  const tries = family.retries ? 3 : 1;
  return [
    {
      name: 'an overload until the SDK gives up',
      faults: Array.from({ length: tries }, () => 'overloaded'),
      run: asking(family),
      expected: { outcome: 'overloaded', attempts: tries },
    },
    {
      name: 'a rate limit with a retry hint',
      faults: [{ fault: 'rate_limited', retryAfterSeconds: 0.05 }],
      run: asking(family, once),
      expected: { outcome: 'rate_limited', status: 429 },
    },
    { name: 'a bad key', faults: ['auth'], run: asking(family, once), expected: { outcome: 'auth' } },
    {
      name: 'a bad request',
      faults: ['bad_request'],
      run: asking(family, once),
      expected: { outcome: 'caller_error' },
    },
  ];
}

function brokenCases(family) {
  return [
    {
      name: 'a connection reset',
      faults: ['reset'],
      run: asking(family, once),
      expected: { outcome: 'network' },
    },
    {
      name: 'a deadline of the SDK',
      faults: ['timeout'],
      run: asking(family, { ...once, timeoutMs: 200 }),
      expected: { outcome: 'timeout' },
    },
    {
      name: 'an error inside a stream',
      faults: ['mid_stream_error'],
      run: askingForStream(family, once),
      expected: { domain: 'vendor', status: 200 },
    },
    {
      name: 'a stream that ends too early',
      faults: ['truncated_clean'],
      run: askingForStream(family, once),
      expected: { outcome: 'truncated', status: 200 },
    },
    {
      name: 'a stream cut by a reset',
      faults: ['truncated_reset'],
      run: askingForStream(family, once),
      expected: { outcome: 'truncated', status: 200 },
    },
    {
      name: 'an answer cut by a reset',
      faults: ['truncated_reset'],
      run: asking(family, once),
      expected: { outcome: 'truncated', status: 200 },
    },
  ];
}

function emptyCases(family) {
  return [
    {
      name: 'a blank answer',
      faults: ['blank'],
      run: asking(family, once),
      expected: { outcome: 'blank', status: 200 },
    },
    {
      name: 'a blank stream',
      faults: ['blank'],
      run: askingForStream(family, once),
      expected: { outcome: 'blank', status: 200 },
    },
    {
      name: 'an empty list of answers',
      faults: ['no_choices'],
      run: asking(family, once),
      expected: { outcome: 'blank', status: 200 },
    },
    {
      name: 'a web page instead of an answer',
      faults: ['html'],
      run: asking(family, once),
      expected: { outcome: 'malformed', status: 200 },
    },
  ];
}

function givenUpCases(family) {
  // Raw pieces of a stream may hold several events.
  const { stopAt = 2 } = family;
  const { open, json, stream } = family;
  return [
    {
      name: 'a break out of a stream',
      faults: [{ fault: 'hang', afterChunks: 4 }],
      async run(context) {
        const seen = [];
        for await (const chunk of await stream(open(context, once), context.model, {})) {
          if (seen.push(chunk) === stopAt) break;
        }
        return seen;
      },
      expected: { outcome: 'cancelled', status: 200 },
    },
    {
      name: 'an error of the app while it reads a stream',
      faults: [{ fault: 'hang', afterChunks: 4 }],
      async run(context) {
        let seen = 0;
        for await (const _ of await stream(open(context, once), context.model, {})) {
          seen += 1;
          if (seen === stopAt) throw new Error('of the app');
        }
      },
      expected: { outcome: 'cancelled', status: 200 },
    },
    {
      name: 'an abort before the answer',
      faults: ['timeout'],
      run: (context) => {
        const abort = new AbortController();
        setTimeout(() => abort.abort(), 100);
        return json(open(context, once), context.model, { signal: abort.signal });
      },
      expected: { outcome: 'cancelled' },
    },
    {
      name: 'an abort in the middle of a stream',
      faults: [{ fault: 'hang', afterChunks: 4 }],
      async run(context) {
        const abort = new AbortController();
        const chunks = await stream(open(context, once), context.model, { signal: abort.signal });
        const seen = [];
        for await (const chunk of chunks) {
          if (seen.push(chunk) === stopAt) setImmediate(() => abort.abort());
        }
        // How many more come before the abort takes effect is chance.
        return seen.slice(0, stopAt);
      },
      expected: { outcome: 'cancelled', status: 200 },
    },
  ];
}
