import { join } from 'node:path';
import type { StoreSettings } from '../store-options.ts';
import type { Connector, ConnectorEvents } from './connector.ts';
import { createEngine } from './engine.ts';
import { openReaderGate } from './reader-gate.ts';
import { watchServer } from './server.ts';
import { readTls } from './tls.ts';

/** To a server, if there is an address of one, or else to an engine of our own. Rejects what can only be mended by hand. */
export async function connect(settings: StoreSettings, events: ConnectorEvents): Promise<Connector> {
  const { url, user, password, logger } = settings;
  if (url === undefined) return connectToEngine(settings, events);
  const tls = settings.tls && (await readTls(settings.tls));
  const address = { url, pathname: new URL(url).pathname, headers: {}, user, password, tls };
  return watchServer({ ...events, address, logger });
}

async function connectToEngine(settings: StoreSettings, events: ConnectorEvents): Promise<Connector> {
  const { dataDir, database, logger } = settings;
  const gate = settings.reader && (await openReaderGate(settings.reader));
  const engine = createEngine({
    ...settings.engine,
    database,
    logger,
    directory: join(dataDir, 'clickhouse'),
    onUp(address) {
      gate?.connect(address);
      events.onUp(address);
    },
    onDown(reason) {
      gate?.disconnect();
      events.onDown(reason);
    },
  });
  return {
    ...engine,
    async close() {
      // First: a query under way would hold up the engine's end.
      await gate?.close();
      await engine.close();
    },
  };
}
