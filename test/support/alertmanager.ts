import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Child, startChild, systemProgram } from './child-process.ts';
import { type Cleanup, temporaryFolder } from './cleanup.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const program = process.env.ALERTMANAGER ?? '/usr/bin/prometheus-alertmanager';

export interface Alertmanager {
  readonly url: string;
  /** SIGTERM, and returns once the process is gone: it has written down whom it has told of what. */
  terminate(): Promise<unknown>;
  /** SIGKILL: what it has not written down, it has forgotten. */
  kill(): Promise<unknown>;
  /** On the same port and storage, after an end. */
  startAgain(): Promise<void>;
}

/** A real Alertmanager; by default one that tells a webhook of every group of alerts at once. */
export async function startAlertmanager(
  cleanup: Cleanup,
  webhookUrl: string,
  config: string = configuration(webhookUrl),
): Promise<Alertmanager> {
  const folder = temporaryFolder(cleanup);
  const configFile = join(folder, 'alertmanager.yml');
  writeFileSync(configFile, config);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = async (): Promise<Child> => {
    const child = startChild(cleanup, {
      command: systemProgram(program, 'prometheus-alertmanager'),
      args: [
        `--config.file=${configFile}`,
        `--storage.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        `--web.external-url=${url}`,
        '--cluster.listen-address=',
        '--log.level=warn',
      ],
    });
    const isReady = async (): Promise<boolean> => (await fetch(`${url}/-/ready`)).ok;
    await child.whileAlive(eventually('Alertmanager is ready', isReady));
    return child;
  };
  let child = await start();
  const end = (signal: 'SIGTERM' | 'SIGKILL'): Promise<unknown> => {
    child.signal(signal);
    return child.exit;
  };
  return {
    url,
    terminate: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    startAgain: async () => {
      child = await start();
    },
  };
}

/** Alerts of one name and vendor are one page; nothing is repeated while a test runs. */
function configuration(webhookUrl: string): string {
  return `route:
  receiver: webhook
  group_by: [alertname, provider]
  group_wait: 1s
  group_interval: 1s
  repeat_interval: 12h
receivers:
  - name: webhook
    webhook_configs:
      - url: ${webhookUrl}
        send_resolved: true
`;
}
