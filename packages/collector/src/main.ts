import { cac } from 'cac';
import { checkConfig } from './command/check.ts';
import { runDemo } from './command/demo.ts';
import { runDoctor } from './command/doctor.ts';
import { explainFailure } from './command/explain-failure.ts';
import { type ExportFramesFlags, exportFrames } from './command/export-frames.ts';
import { readerPortFlag } from './command/read-config.ts';
import { type ReplayFlags, replayAll } from './command/replay.ts';
import { type ReportFlags, writeReport } from './command/report.ts';
import { writeRules } from './command/rules.ts';
import { serve } from './command/serve.ts';
import { nearest } from './config/unknown-key.ts';
import { defaultIncidentSettings } from './evaluate/incident/settings.ts';
import { ruleFormats } from './rules/formats.ts';
import { version } from './version.ts';

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
  .action(serve);
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
  .action(checkConfig);
cli
  .command('rules', 'Write the service levels as rules of other tools')
  .option(...configOption)
  .option('--format <format>', `One of ${Object.keys(ruleFormats).join(', ')}`, { default: 'prometheus' })
  .action(writeRules);
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
