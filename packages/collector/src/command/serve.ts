import { resolve } from 'node:path';
import { startApp } from '../app.ts';
import type { LoadedConfig } from '../config/load.ts';
import { createLogger } from '../telemetry/logger.ts';
import { type ConfigFlags, readConfig } from './read-config.ts';

/** Runs until a signal ends it. */
export async function serve(flags: ConfigFlags): Promise<void> {
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

/** What somebody who starts it for the first time would otherwise have to guess. */
function startNote({ config, file }: LoadedConfig): string {
  const hosts = [...config.alertmanager.urls, ...config.webhooks.map(({ url }) => url)].map(
    (url) => new URL(url).host,
  );
  const told = hosts.length > 0 ? hosts.join(', ') : 'nobody (alertmanager.urls is not set)';
  return `Settings: ${file ?? 'no faultline.yaml here'}. Data: ${resolve(config.dataDir)}. Alerts go to: ${told}.`;
}
