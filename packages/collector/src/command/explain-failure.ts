import { ConfigError } from '../config/load.ts';
import { RecordingError } from '../replay/recording.ts';
import { ReaderGateError } from '../store/clickhouse/connection/reader-gate.ts';
import { DataDirectoryError } from '../store/lock.ts';
import { CommandError } from './ask-collector.ts';

const personalErrors = [
  ConfigError,
  DataDirectoryError,
  ReaderGateError,
  CommandError,
  RecordingError,
] as const;

/** A person reads this: no stack for what they can mend themselves. */
export function explainFailure(error: unknown): string {
  if (personalErrors.some((kind) => error instanceof kind)) return (error as Error).message;
  // What is wrong with the command line: an argument left out, an option nobody knows.
  if (error instanceof Error && error.name === 'CACError') return `${error.message}; see faultline --help`;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    const choose = 'Another program listens there; choose a port with --port or FAULTLINE_LISTEN_PORT.';
    return `${error.message}. ${choose} \`faultline doctor\` says whether it is a Faultline.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
