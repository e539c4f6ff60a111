// The embedded ClickHouse as a process of its own: its faults, its memory and its threads are not the collector's.
// Started by src/store/clickhouse/connection/engine.ts with ClickHouse's own arguments. Plain and committed, because a child
// process needs a file that exists both beside src/ and beside dist/.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** `EX_CONFIG` of sysexits.h: starting again cannot help. */
const exitCodeUnsupported = 78;

function libraryPath() {
  const { platform, arch } = process;
  const name = `@chdb/lib-${platform}-${arch}${platform === 'linux' ? '-gnu' : ''}`;
  try {
    // The library is a dependency of `chdb`, one package per platform; only `chdb` is sure to see it.
    const { resolve } = createRequire(require.resolve('chdb'));
    return resolve(`${name}/package.json`).replace(/package\.json$/, 'libchdb.so');
  } catch {
    console.error(
      `There is no embedded ClickHouse for this machine (${name} is not installed). ` +
        'Set FAULTLINE_CLICKHOUSE_URL to use a ClickHouse server; on Linux with glibc and on macOS npm installs the ' +
        'embedded one, unless it is told to omit optional dependencies.',
    );
    process.exit(exitCodeUnsupported);
  }
}

function loadForeignFunctions() {
  try {
    return require('ffi-rs');
  } catch (error) {
    console.error(
      `The embedded ClickHouse cannot be loaded (ffi-rs: ${error.message.split('\n')[0]}). ` +
        'Set FAULTLINE_CLICKHOUSE_URL to use a ClickHouse server.',
    );
    process.exit(exitCodeUnsupported);
  }
}

// Ctrl-C and a service manager signal the whole process group, but the collector still has to insert what it holds.
// It ends us by closing our stdin, and so does its death; SIGKILL remains for the rest.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

const library = libraryPath();
const { DataType, isNullPointer, load, open } = loadForeignFunctions();
open({ library: 'chdb', path: library });

const args = ['clickhouse', ...process.argv.slice(2)];
const result = await load({
  library: 'chdb',
  funcName: 'chdb_query_cmdline',
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [args.length, args],
  runInNewThread: true,
});

const readError = (retType) =>
  load({
    library: 'chdb',
    funcName: 'chdb_result_error',
    retType,
    paramsType: [DataType.External],
    paramsValue: [result],
  });
// Asked as a pointer first: success is NULL, and reading NULL as text is a segmentation fault.
const failed = isNullPointer(result) || !isNullPointer(readError(DataType.External));
if (failed && !isNullPointer(result)) console.error(readError(DataType.String));
process.exit(failed ? 1 : 0);
