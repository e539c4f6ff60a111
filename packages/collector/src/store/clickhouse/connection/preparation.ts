import type { ClickHouseClient } from '@clickhouse/client';
import { createBackOff } from '../../back-off.ts';
import type { Logger } from '../../logger.ts';
import type { StoreHealth } from '../../store.ts';
import type { Address, ConnectorEvents } from './connector.ts';
import { clientFor, type Link } from './link.ts';

export interface PreparationOptions {
  readonly link: Link;
  /** What must be done before anybody else uses a new connection; tried until it succeeds. */
  readonly prepare: (client: ClickHouseClient, address: Address) => Promise<void>;
  readonly onReady: () => void;
  readonly logger: Logger;
}

/** Between "ClickHouse answers" and "ClickHouse can be used". */
export interface Preparation extends ConnectorEvents {
  state(): StoreHealth['engine'];
  /** Empty while all is well. */
  detail(): string;
  close(): Promise<void>;
}

export function createPreparation({ link, prepare, onReady, logger }: PreparationOptions): Preparation {
  let state: StoreHealth['engine'] = 'starting';
  let detail = 'ClickHouse is starting';
  let outdated = new AbortController();
  let preparing: Promise<void> | undefined;

  async function prepareOn(address: Address, signal: AbortSignal): Promise<void> {
    const client = clientFor(address);
    const backOff = createBackOff({ firstMs: 200, lastMs: 10_000 });
    // What is under way fails with its connections, so that closing never waits for an engine that stands still.
    const abandon = (): void => void client.close();
    signal.addEventListener('abort', abandon, { once: true });
    while (!signal.aborted) {
      try {
        await prepare(client, address);
        if (signal.aborted) return;
        signal.removeEventListener('abort', abandon);
        link.connect(client);
        state = 'up';
        detail = '';
        onReady();
        return;
      } catch (error) {
        if (signal.aborted) return;
        detail = `ClickHouse cannot be prepared: ${String(error)}`;
        logger.error({ err: error }, 'ClickHouse cannot be prepared; trying again');
        await backOff.pause(signal);
      }
    }
  }

  async function end(reason: string): Promise<void> {
    outdated.abort();
    await link.disconnect(reason);
  }

  return {
    onUp(address) {
      outdated = new AbortController();
      preparing = prepareOn(address, outdated.signal);
    },
    onDown(reason) {
      state = 'down';
      detail = `ClickHouse is down: ${reason}`;
      void end(reason);
    },
    state: () => state,
    detail: () => detail,
    async close() {
      await end('shutting down');
      await preparing;
    },
  };
}
