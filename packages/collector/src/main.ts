import { resolve } from 'node:path';
import { cac } from 'cac';
import { startApp } from './app.ts';
import { ConfigError, type LoadedConfig, loadConfig } from './config/load.ts';
import type { Config } from './config/schema.ts';
import { nearest } from './config/unknown-key.ts';
import { runDemo } from './demo-command.ts';
import { diagnose } from './doctor/doctor.ts';
import { defaultIncidentSettings } from './evaluate/incident/settings.ts';
import { type ExportFramesFlags, exportFrames } from './export-frames-command.ts';
import { officialSources } from './official/catalogue.ts';
import { RecordingError } from './replay/recording.ts';
import { type ReplayFlags, replayAll } from './replay-command.ts';
import { accessToken, ReportError, type ReportFlags, writeReport } from './report-command.ts';
import { ruleFormats } from './rules/formats.ts';
import { ReaderGateError } from './store/clickhouse/connection/reader-gate.ts';
import { DataDirectoryError } from './store/lock.ts';
import { createLogger } from './telemetry/logger.ts';
import { nodeVersionMin, version } from './version.ts';

interface ServeFlags {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly dataDir?: string;
  readonly clickhouseReadonlyPort?: number;
}

const readerPortFlag = '--clickhouse-readonly-port';

function readConfig(flags: ServeFlags): LoadedConfig {
  const { config: file, host, port, dataDir, clickhouseReadonlyPort: readerPort } = flags;
  const clickhouse = { reader: { port: readerPort } };
  const loaded = loadConfig({
    file,
    environment: process.env,
    flags: { listen: { host, port }, dataDir, clickhouse },
  });
  // Without a key the port stays closed: whoever asks for it by name must not find that out from Grafana.
  const { url, reader } = loaded.config.clickhouse;
  if (readerPort !== undefined && (url ?? reader.key) === undefined)
    throw new ConfigError(readerPortFlag, [
      'needs the password of faultline_reader: set FAULTLINE_CLICKHOUSE_READER_KEY, or FAULTLINE_CLICKHOUSE_READER_KEY_FILE ' +
        'to a file with it (clickhouse.reader.key, at least 16 characters)',
    ]);
  if (readerPort !== undefined && url !== undefined)
    throw new ConfigError(readerPortFlag, [
      'is for the embedded engine; clickhouse.url names a server, which is read at its own address by users of its own',
    ]);
  return loaded;
}

async function runServe(flags: ServeFlags): Promise<void> {
  const loaded = readConfig(flags);
  const { config, notices } = loaded;
  const logger = createLogger(config.logLevel);
  for (const notice of notices) logger.warn(notice);
  const app = await startApp(config, logger);
  process.stdout.write(
    `Faultline listens on ${app.url} (OTLP/HTTP, console, /metrics)\n${startNote(loaded)}\n`,
  );
  let closing = false;
  const stop = (): void => {
    // A second signal is a person who does not want to wait.
    if (closing) process.exit(1);
    closing = true;
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'shutdown failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** What stands behind the host may be what opens it. */
function withoutPath(address: string): string {
  const { origin, pathname, search } = new URL(address);
  return pathname === '/' && search === '' ? origin : `${origin}/***`;
}

/** What somebody who starts it for the first time would otherwise have to guess. */
function startNote({ config, file }: LoadedConfig): string {
  const hosts = [...config.alertmanager.urls, ...config.webhooks.map(({ url }) => url)].map(
    (url) => new URL(url).host,
  );
  const told = hosts.length > 0 ? hosts.join(', ') : 'nobody (alertmanager.urls is not set)';
  return `Settings: ${file ?? 'no faultline.yaml here'}. Data: ${resolve(config.dataDir)}. Alerts go to: ${told}.`;
}

const personalErrors = [
  ConfigError,
  DataDirectoryError,
  ReaderGateError,
  ReportError,
  RecordingError,
] as const;

/** A person reads this: no stack for what they can mend themselves. */
function explainFailure(error: unknown): string {
  if (personalErrors.some((kind) => error instanceof kind)) return (error as Error).message;
  // What is wrong with the command line: an argument left out, an option nobody knows.
  if (error instanceof Error && error.name === 'CACError') return `${error.message}; see faultline --help`;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    const choose = 'Another program listens there; choose a port with --port or FAULTLINE_LISTEN_PORT.';
    return `${error.message}. ${choose} \`faultline doctor\` says whether it is a Faultline.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function runDoctor({
  json = false,
  ...flags
}: ServeFlags & { readonly json?: boolean }): Promise<void> {
  const statusPages = ({ official: { enabled, sources } }: Config): readonly string[] =>
    enabled ? officialSources(sources).map(({ url }) => url) : [];
  const { text, hasProblem } = await diagnose({
    readConfig: () => readConfig(flags),
    ...{ statusPages, token: accessToken(), version, nodeVersionMin, json },
  });
  process.stdout.write(text);
  if (hasProblem) process.exitCode = 1;
}

const cli = cac('faultline');
const configOption = [
  '--config <file>',
  'Configuration file (default: faultline.yaml if it exists)',
] as const;
const hostOption = ['--host <host>', 'Address to listen on (default: 127.0.0.1)'] as const;
const portOption = ['--port <port>', 'Port to listen on; 0 takes a free one (default: 4318)'] as const;
const dataDirOption = [
  '--data-dir <folder>',
  'Where spool and database live (default: faultline-data)',
] as const;
// Only named here: it has options and a help of its own, and reads them itself.
cli.command(
  'demo',
  'Play an outage through real SDKs, this collector and ClickHouse; see faultline demo --help',
);
cli
  .command('serve', 'Receive telemetry, evaluate it, alert and show')
  .option(...configOption)
  .option(...hostOption)
  .option(...portOption)
  .option(...dataDirOption)
  .option(
    `${readerPortFlag} <port>`,
    'Port where Grafana may read the embedded engine; needs FAULTLINE_CLICKHOUSE_READER_KEY (default: 8123)',
  )
  .example('faultline serve --port 4318 --data-dir /var/lib/faultline')
  .action(runServe);
cli
  .command('doctor', 'Look at everything a collector needs here, and say what to do')
  .option(...configOption)
  .option(...hostOption)
  .option(...portOption)
  .option(...dataDirOption)
  .option('--json', 'Findings for a program: part, state, seen, means, next')
  .example('faultline doctor --config faultline.yaml')
  .example('faultline doctor --json | jq \'.findings[] | select(.state != "ok")\'')
  .action(runDoctor);
cli
  .command('check', 'Check the configuration and say what it means')
  .option(...configOption)
  .example('faultline check --config faultline.yaml')
  .action((flags: ServeFlags) => {
    const { config, file, notices } = readConfig(flags);
    // For people; what a configuration means is for programs, too.
    const about =
      file === null ? 'There is no faultline.yaml here: defaults and environment' : `${file} is good`;
    process.stderr.write(`${[`${about}.`, ...notices].join('\n')}\n`);
    const hidden = {
      ...config,
      tokens: config.tokens.map(() => '***'),
      access: {
        view: config.access.view.map(({ name }) => ({ name, token: '***' })),
        operate: config.access.operate.map(({ name }) => ({ name, token: '***' })),
      },
      webhooks: config.webhooks.map(({ url }) => ({ url: withoutPath(url), secret: '***' })),
    };
    const { password, reader } = config.clickhouse;
    const clickhouse = {
      ...config.clickhouse,
      password: password === '' ? '' : '***',
      reader: { ...reader, key: reader.key && '***' },
    };
    process.stdout.write(`${JSON.stringify({ ...hidden, clickhouse }, null, 2)}\n`);
  });
cli
  .command('rules', 'Write the service levels as rules of other tools')
  .option(...configOption)
  .option('--format <format>', `One of ${Object.keys(ruleFormats).join(', ')}`, { default: 'prometheus' })
  .action(({ format, ...flags }: ServeFlags & { readonly format: string }) => {
    const write = Object.hasOwn(ruleFormats, format) ? ruleFormats[format] : undefined;
    if (!write) throw new ConfigError('--format', [`expected one of ${Object.keys(ruleFormats).join(', ')}`]);
    process.stdout.write(write(readConfig(flags).config.slo.slos, Date.now()));
  });
cli
  .command('report', "Write a vendor's month as evidence for its SLA: uptime, downtime, minutes")
  .option('--provider <provider>', 'As telemetry names it: openai, anthropic, aws.bedrock, ...')
  .option('--month <month>', 'A month of UTC, such as 2026-06')
  .option('--url <url>', 'Where the collector runs', { default: 'http://127.0.0.1:4318' })
  .option('--out <folder>', 'Where the files go', { default: '.' })
  .example('faultline report --provider openai --month 2026-06')
  .action(async (flags: ReportFlags) => {
    for (const path of await writeReport(flags)) process.stdout.write(`${path}\n`);
  });
cli
  .command('export-frames', 'Write what the detector saw as a file for `faultline replay`')
  .option('--from <time>', 'ISO 8601 with its zone, or milliseconds since 1970')
  .option('--until <time>', 'The same; at most seven days later')
  .option('--url <url>', 'Where the collector runs', { default: 'http://127.0.0.1:4318' })
  .option('--out <file>', 'Where the frames go', { default: 'frames.ndjson' })
  .example('faultline export-frames --from 2026-06-22T14:00:00Z --until 2026-06-22T15:00:00Z')
  .action(async (flags: ExportFramesFlags) => {
    const { frames } = await exportFrames(flags);
    process.stdout.write(`${flags.out}: ${frames} frames\n`);
  });
cli
  .command(
    'replay <...paths>',
    'Run the incident detector over recorded traffic, much faster than it happened',
  )
  .option('--json', 'One line of JSON for everything it says')
  .example('faultline replay --json scenarios/')
  .action((paths: readonly string[], flags: ReplayFlags) => {
    const print = (line: string): void => void process.stdout.write(`${line}\n`);
    replayAll(paths, flags, { settings: defaultIncidentSettings, print, now: () => performance.now() });
  });
cli.help();
cli.version(version);

function unknownCommand(command: string): string {
  const near = nearest(
    command,
    cli.commands.map(({ name }) => name),
  );
  const meant = near === undefined ? '' : ` Did you mean ${near}?`;
  return `There is no command ${command}.${meant} See faultline --help`;
}

async function main(): Promise<void> {
  // Whoever reads our output may have read enough: `| head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const [, , command, ...rest] = process.argv;
  if (command === 'demo') {
    process.exitCode = await runDemo(rest);
    return;
  }
  cli.parse(process.argv, { run: false });
  if (cli.options.help || cli.options.version) return;
  if (!cli.matchedCommand) {
    if (command === undefined) cli.outputHelp();
    else process.stderr.write(`${unknownCommand(command)}\n`);
    process.exitCode = 2;
    return;
  }
  await cli.runMatchedCommand();
}

main().catch((error: unknown) => {
  process.stderr.write(`${explainFailure(error)}\n`);
  // A doctor that could not look is no doctor who found something.
  process.exit(cli.matchedCommandName === 'doctor' ? 2 : 1);
});
