import { join } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { lockDirectory } from '../lock.ts';
import { openSpool, type Spool } from '../spool.ts';
import type { Store } from '../store.ts';
import { createAttemptSamples } from './attempt-samples.ts';
import { createAudit, createUnsavedAudit } from './audit.ts';
import { createCalls } from './calls.ts';
import { createMender, tellWhatIsSetAside } from './connection/broken-part.ts';
import { connect } from './connection/connect.ts';
import { createLink, type Query } from './connection/link.ts';
import { createPreparation } from './connection/preparation.ts';
import { crossOutLostParts } from './deduplication-log.ts';
import { createIncidents, createUnsavedIncidents } from './incidents.ts';
import { insertSegment } from './insert.ts';
import { createLease } from './lease.ts';
import { createOfficialPosts, createUnsavedPosts } from './official-posts.ts';
import { createOverrides, createUnsavedOverrides } from './overrides.ts';
import { createReads } from './reads.ts';
import { createRemarks, createUnsavedRemarks } from './remarks.ts';
import { encodeRows, type Recalled, recall, rowsAmong, segmentHeader } from './row.ts';
import { migrateEverywhere } from './schema/migrate-everywhere.ts';
import { createSeries } from './series.ts';
import { alone, createSpeaker, speakerLeaseMs } from './speaker.ts';
import { type StoreOptions, type StoreSettings, withDefaults } from './store-options.ts';
import { createTellers } from './tellers.ts';
import { createTierStates, createUnsavedTierStates } from './tier-states.ts';
import { warmUp } from './warm-up.ts';

/**
 * Opens the spool and returns; ClickHouse starts in the background. Until it has told which rows it holds already,
 * appends are answered `retry` and reads wait for up to 5 s. Rejects when the directory is in use or not writable.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const settings = withDefaults(options);
  const lock = await lockDirectory(settings.dataDir, settings.logger);
  try {
    const store = await openLocked(settings);
    return { ...store, close: () => store.close().finally(lock.release) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openLocked(settings: StoreSettings): Promise<Store> {
  const { database, limits, logger, retention } = settings;
  const mend = createMender({ restart: () => connector.restart(), now: settings.now, logger });
  // A server is not ours to start.
  const link = createLink(settings.url === undefined ? mend : undefined);
  const unsaved = createUnsaved();
  const spool = await openSpool({
    ...limits,
    directory: join(settings.dataDir, 'spool'),
    header: segmentHeader,
    insert: async (content, token, signal) =>
      insertSegment({ client: await link.client(signal), database, ...limits }, content, token, signal),
    onRecovered: (table, values) => recall(table, values, unsaved.recalled),
    now: settings.now,
    logger,
  });
  const speaker =
    settings.url === undefined
      ? alone
      : createSpeaker(
          createLease({
            client: () => link.client(),
            table: `${database}.speaker_leases`,
            leaseMs: speakerLeaseMs,
          }),
          settings.now,
        );
  const preparation = createPreparation({
    link,
    logger,
    async prepare(client, address) {
      if (settings.url === undefined) await crossOutLostParts(client, settings);
      await migrateEverywhere(client, address, settings);
      await recallRows(client, settings, spool);
      if (settings.url === undefined) await tellWhatIsSetAside(client, settings);
    },
    onReady() {
      spool.open();
      spool.drain();
    },
  });
  const connector = await connect(settings, preparation).catch(async (error: unknown) => {
    await spool.close(0);
    throw error;
  });
  const openAnyhow = setTimeout(() => {
    if (spool.isWarm()) return;
    logger.warn({}, 'ClickHouse is not up; taking rows without knowing what it holds already');
    spool.open();
  }, limits.warmUpMsMax);

  return {
    append(rows, onFresh) {
      const encoded = encodeRows(rows);
      return spool.append(encoded, (fresh) =>
        onFresh?.(fresh.length === encoded.length ? rows : rowsAmong(fresh, rows)),
      );
    },
    refusal: () => spool.refuse(),
    ...createAttemptSamples(link.query, database),
    ...createReads({ query: link.query, database, retention, now: settings.now }),
    ...createSeries(link.query, database),
    ...createCalls(link.query, database),
    ...createTellers(link.query, database),
    waitingSinceMs: () => spool.waitingSinceMs(),
    isSpeaking: () => speaker.isSpeaking(),
    ...createHistory({ query: link.query, database, spool, unsaved, now: settings.now }),
    health() {
      const { spooledRows, spooledBytes } = spool.counts();
      const refusal = spool.refusal();
      const detail = [preparation.detail() || spool.trouble(), refusal].filter(Boolean).join('; ');
      return { ready: refusal === null, engine: preparation.state(), spooledRows, spooledBytes, detail };
    },
    stats: () => ({ ...spool.counts(), engineRestarts: connector.restarts() }),
    async close() {
      clearTimeout(openAnyhow);
      await spool.close(link.isUp() ? limits.closeMsMax : 0);
      if (link.isUp()) await speaker.close();
      // Our connections go first: the engine would wait for them.
      await preparation.close();
      await connector.close();
    },
  };
}

interface HistoryOptions {
  readonly query: Query;
  readonly database: string;
  readonly spool: Spool;
  readonly unsaved: ReturnType<typeof createUnsaved>;
  readonly now: () => number;
}

/** What the evaluation wrote down, what people and vendors said about it, and who did what. */
function createHistory({ unsaved, now, ...place }: HistoryOptions) {
  return {
    ...createIncidents({ ...place, unsaved }),
    ...createRemarks({ ...place, unsaved: unsaved.remarks }),
    ...createOfficialPosts({ ...place, unsaved: unsaved.posts, now }),
    ...createOverrides({ ...place, unsaved: unsaved.overrides }),
    ...createAudit({ ...place, unsaved: unsaved.audit }),
    ...createTierStates({ ...place, unsaved: unsaved.tierStates }),
  };
}

/** What the database does not show yet, at first what an earlier process left in the spool. */
function createUnsaved() {
  const unsaved = {
    ...createUnsavedIncidents(),
    remarks: createUnsavedRemarks(),
    posts: createUnsavedPosts(),
    overrides: createUnsavedOverrides(),
    tierStates: createUnsavedTierStates(),
    audit: createUnsavedAudit(),
  };
  const recalled: Recalled = {
    onIncident: (version, incident) => unsaved.incidents.add(version, incident),
    onTransition: (transition) => unsaved.transitions.add(transition.atMs, transition),
    onRemark: (remark) => unsaved.remarks.add(remark.atMs, remark),
    onPost: (version, post) => unsaved.posts.add(version, post),
    onAuditEntry: (entry) => unsaved.audit.add(entry.atMs, entry),
    onOverride: (version, override) => unsaved.overrides.add(version, override),
    onTierState: (version, state) => unsaved.tierStates.add(version, state),
  };
  return { ...unsaved, recalled };
}

async function recallRows(client: ClickHouseClient, settings: StoreSettings, spool: Spool): Promise<void> {
  const { database, limits } = settings;
  // After a restart of the engine alone this process still knows.
  if (spool.isWarm()) return;
  const rowsMax = Math.floor(limits.identitiesMax / 4);
  await warmUp(client, { database, rowsMax, remember: (identity) => spool.remember(identity) });
}
