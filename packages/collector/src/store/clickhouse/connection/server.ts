import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../logger.ts';
import type { Address, Connector, ConnectorEvents } from './connector.ts';
import { clientFor } from './link.ts';
import { explainServerFailure } from './server-failure.ts';

export interface ServerOptions extends ConnectorEvents {
  readonly address: Address;
  readonly logger: Logger;
}

const watchEveryMs = 2_000;
const pingMsMax = 5_000;

/** Watches a ClickHouse server that somebody else runs. */
export function watchServer(options: ServerOptions): Connector {
  const { address, logger } = options;
  const closing = new AbortController();
  const client = clientFor(address);
  /** Why it cannot be used; null while it can. */
  let trouble: string | null | undefined;

  async function watch(): Promise<void> {
    while (!closing.signal.aborted) {
      // A real query, so that a wrong password is seen here and not first by an insert.
      const answer = await client.ping({ select: true, abort_signal: AbortSignal.timeout(pingMsMax) });
      if (closing.signal.aborted) break;
      report(answer.success ? null : explainServerFailure(answer.error, address));
      await sleep(watchEveryMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }

  function report(reason: string | null): void {
    if (reason === trouble) return;
    trouble = reason;
    if (reason === null) {
      options.onUp(address);
      return;
    }
    logger.warn({ reason }, 'ClickHouse cannot be used; rows wait in the spool');
    options.onDown(reason);
  }

  const watched = watch();
  return {
    restarts: () => 0,
    pid: () => undefined,
    restart: () => undefined,
    async close() {
      closing.abort();
      // A ping under way fails with it.
      await client.close();
      await watched;
    },
  };
}
