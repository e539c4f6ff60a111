import { collect } from '../collect.mjs';

const ok = { outcome: 'ok', status: 200 };

/** What the promises and streams of the SDKs that Stainless generates can do besides being awaited. */
export function apiPromiseCases({ open, json, stream }) {
  return [
    {
      name: 'withResponse',
      async run(context) {
        const { data, response } = await json(open(context), context.model, {}).withResponse();
        return [data, response.status];
      },
      expected: ok,
    },
    {
      name: 'withResponse on a stream',
      async run(context) {
        const { data, response } = await stream(open(context), context.model, {}).withResponse();
        return [await collect(data), response.status];
      },
      expected: ok,
    },
    {
      name: 'asResponse',
      async run(context) {
        const response = await json(open(context), context.model, {}).asResponse();
        return [response.status, await response.text()];
      },
      expected: ok,
    },
    {
      name: 'tee',
      async run(context) {
        const [left, right] = (await stream(open(context), context.model, {})).tee();
        return Promise.all([collect(left), collect(right)]);
      },
      expected: ok,
    },
  ];
}
