import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const program = process.env.ALERTMANAGER ?? '/usr/bin/prometheus-alertmanager';
const shippedConfig = new URL('../../alertmanager/alertmanager.yml', import.meta.url);

/** A real Alertmanager with the configuration that is shipped, but quick, and with somebody to tell. */
export function superviseAlertmanager({ folder, port, pagerUrl }) {
  const configFile = join(folder, 'alertmanager.yml');
  const receiver = `webhook_configs: [{ url: "${pagerUrl}", send_resolved: true }]`;
  const config = readFileSync(shippedConfig, 'utf8')
    .replace(/group_wait: \S+/, 'group_wait: 1s')
    .replace(/group_interval: \S+/, 'group_interval: 1s')
    .replaceAll(/^( *)- name: (pager|tickets)$/gm, `$1- name: $2\n$1  ${receiver}`);
  writeFileSync(configFile, config);
  const url = `http://127.0.0.1:${port}`;
  let child;
  return {
    url,
    version: () =>
      /version (\S+)/.exec(execFileSync(program, ['--version'], { encoding: 'utf8' }))?.[1] ?? 'unknown',
    async start() {
      const args = [
        `--config.file=${configFile}`,
        `--storage.path=${join(folder, 'alertmanager')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--cluster.listen-address=',
        '--log.level=error',
      ];
      child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
      while (!(await fetch(`${url}/-/ready`).catch(() => undefined))?.ok) await sleep(200);
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Whom Alertmanager calls: what it was told, one alert after the other, and when. */
export async function startPager() {
  /** @type {{ atMs: number, group: string, status: string, alertname: string, severity: string, provider: string, scope: string, startsAtMs: number }[]} */
  const received = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      response.end();
      const { alerts, groupKey } = JSON.parse(body);
      for (const { status, labels, startsAt } of alerts)
        received.push({
          atMs: Date.now(),
          group: groupKey,
          status,
          alertname: labels.alertname ?? '',
          severity: labels.severity ?? '',
          provider: labels.provider ?? '',
          scope: labels.scope ?? '',
          startsAtMs: Date.parse(startsAt),
        });
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  return { url: `http://127.0.0.1:${server.address().port}`, received, close: () => server.close() };
}
