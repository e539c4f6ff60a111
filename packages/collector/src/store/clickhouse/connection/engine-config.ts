import { join, resolve } from 'node:path';
import { oldPartsSeconds } from './broken-part.ts';

export interface EngineConfigOptions {
  /** Folder of the embedded engine: data, configuration, log and port file. */
  readonly directory: string;
  /** 0: the operating system chooses. */
  readonly httpPort: number;
  /** Value of {@link engineKeyHeader} that every query must carry. */
  readonly key: string;
  /** What {@link readerUser} may read. */
  readonly database: string;
  readonly memoryBytesMax: number;
  /** Flush every insert to the disk itself, so that it survives a power cut and not only a crash. */
  readonly fsyncInserts: boolean;
}

/**
 * The engine's session of its own logs in as `default` without a password, so that user can have none. What stands
 * between other users of this machine and the data is this header and the path.
 */
export const engineKeyHeader = 'X-Faultline-Engine';
export const enginePath = '/sql';

/** The way of others: whoever comes by this path is this user, whatever else the request says. */
export const readerPath = '/reader';
export const readerUser = 'faultline_reader';

export const configFile = (directory: string): string => join(directory, 'engine.xml');
export const portFile = (directory: string): string => join(directory, 'engine.port');

/** Every key here has been seen to take effect; XML because the embedded engine refuses YAML (error 585). */
export function engineConfig(options: EngineConfigOptions): string {
  const log = join(options.directory, 'engine.log');
  return `<clickhouse>
  <logger><log>${xml(log)}</log><size>10M</size><count>2</count></logger>
  <timezone>UTC</timezone>
  <max_server_memory_usage>${options.memoryBytesMax}</max_server_memory_usage>
  <mark_cache_size>67108864</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <background_pool_size>2</background_pool_size>
  <background_schedule_pool_size>8</background_schedule_pool_size>
  <max_concurrent_queries>64</max_concurrent_queries>
  <max_thread_pool_free_size>${idleThreadsMax}</max_thread_pool_free_size>
  <storage_configuration>
    <disks><default><keep_free_space_bytes>${freeBytesMin}</keep_free_space_bytes></default></disks>
  </storage_configuration>
  <merge_tree>
    <old_parts_lifetime>${oldPartsSeconds}</old_parts_lifetime>
    ${options.fsyncInserts ? fsyncSettings : ''}
  </merge_tree>
  ${users(options)}
  <http_handlers>
    <rule>
      <url>/ping</url><methods>GET</methods>
      <handler><type>static</type><status>200</status><response_content>Ok.</response_content></handler>
    </rule>
    ${queryHandler(options.key, enginePath, '')}
    ${queryHandler(options.key, readerPath, `<user>${readerUser}</user>`)}
  </http_handlers>
</clickhouse>
`;
}

/** Whom a handler names is logged in without a password, and a request that names somebody itself is refused or ignored. */
function queryHandler(key: string, path: string, user: string): string {
  return `<rule>
      <url>regex:^${path}(\\?.*)?$</url>
      <headers><${engineKeyHeader}>${xml(key)}</${engineKeyHeader}></headers>
      <handler>
        <type>dynamic_query_handler</type>${user}<query_param_name>query</query_param_name>
      </handler>
    </rule>`;
}

/**
 * `readonly` 2 and not 1, because readers change settings of their own (Grafana's data source does). The bounds hold
 * all the same; without a lower one, 0 would mean none.
 */
function users({ directory, database }: EngineConfigOptions): string {
  const anywhere = '<networks><ip>::/0</ip></networks>';
  // A relative one would be looked for beside this file and not from where we are.
  return `<users_config>${xml(resolve(configFile(directory)))}</users_config>
  <users>
    <default><password/>${anywhere}<profile>default</profile><quota>default</quota></default>
    <${readerUser}>
      <no_password/>${anywhere}<profile>reader</profile><quota>default</quota>
      <grants><query>GRANT SELECT ON ${database}.*</query></grants>
    </${readerUser}>
  </users>
  <profiles>
    <default/>
    <reader>
      <readonly>2</readonly>
      <cancel_http_readonly_queries_on_client_close>1</cancel_http_readonly_queries_on_client_close>
      <max_execution_time>30</max_execution_time>
      <max_memory_usage>${readerMemoryBytesMax}</max_memory_usage>
      <max_concurrent_queries_for_user>8</max_concurrent_queries_for_user>
      <constraints>
        <max_execution_time><min>1</min><max>60</max></max_execution_time>
        <max_memory_usage><min>1</min><max>${readerMemoryBytesMax}</max></max_memory_usage>
        <max_concurrent_queries_for_user><const/></max_concurrent_queries_for_user>
      </constraints>
    </reader>
  </profiles>
  <quotas><default/></quotas>`;
}

/** A third of what the engine has by default: a panel over too long a range fails, and not the inserts. */
const readerMemoryBytesMax = 400_000_000;

/**
 * Threads that are kept while they have nothing to do; by default a thousand, each with three open files. What a crowd of
 * queries has started ends with it.
 */
const idleThreadsMax = 32;

/**
 * With less room than this on its disk, the engine refuses inserts (243) and starts no merge. Without, a merge that meets
 * a disk without a single free byte leaves a part behind that cannot be read.
 */
export const freeBytesMin: number = 256 * 2 ** 20;

const fsyncSettings =
  '<fsync_after_insert>1</fsync_after_insert><fsync_part_directory>1</fsync_part_directory>';

/** Arguments of the launcher. The last query reads stdin: its end is the clean end of the engine. */
export function engineArguments(options: EngineConfigOptions): readonly string[] {
  const port = sqlString(portFile(options.directory));
  const queries = [
    'SYSTEM START LISTEN HTTP',
    `INSERT INTO FUNCTION file(${port}, 'TSV', 'port UInt16') SELECT getServerPort('http_port')`,
    "SELECT count() FROM file('stdin', LineAsString)",
  ];
  return [
    `--config-file=${configFile(options.directory)}`,
    `--path=${join(options.directory, 'data')}`,
    // The level in the XML is overruled by this one's default, which is "trace".
    '--log-level=warning',
    '--listen_host=127.0.0.1',
    `--http_port=${options.httpPort}`,
    '--query',
    queries.join('; '),
  ];
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function sqlString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
