import { setTimeout as sleep } from 'node:timers/promises';
import type { Address, Connector, ConnectorEvents } from './connector.ts';
import { clientFor } from './link.ts';

export interface ServerOptions extends ConnectorEvents {
  readonly address: Address;
}

const watchEveryMs = 2_000;
const pingMsMax = 5_000;

/** Watches a ClickHouse server that somebody else runs. */
export function watchServer(options: ServerOptions): Connector {
  const { address } = options;
  const closing = new AbortController();
  const client = clientFor(address);
  let up: boolean | undefined;

  async function watch(): Promise<void> {
    while (!closing.signal.aborted) {
      // A real query, so that a wrong password is seen here and not first by an insert.
      const answer = await client.ping({ select: true, abort_signal: AbortSignal.timeout(pingMsMax) });
      if (closing.signal.aborted) break;
      if (answer.success && up !== true) options.onUp(address);
      if (!answer.success && up !== false) options.onDown(answer.error.message);
      up = answer.success;
      await sleep(watchEveryMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }

  const watched = watch();
  return {
    restarts: () => 0,
    pid: () => undefined,
    async close() {
      closing.abort();
      // A ping under way fails with it.
      await client.close();
      await watched;
    },
  };
}
