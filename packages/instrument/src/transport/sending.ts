import { shared } from '../once-per-process.ts';

/**
 * How deep we are in calls that send a request and have not returned yet: what they call in turn (a wrapper the global
 * `fetch`, node-fetch `node:http`) is the same request on its way down.
 */
const depth: () => { value: number } = shared('sending', () => ({ value: 0 }));

export function isSending(): boolean {
  return depth().value > 0;
}

export function whileSending<Result>(send: () => Result): Result {
  depth().value += 1;
  try {
    return send();
  } finally {
    depth().value -= 1;
  }
}
