// An OpenTelemetry Collector with its ClickHouse exporter, and the same engine that ours embeds as its server.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { askClickHouse } from '../ask-clickhouse.mjs';
import { freePort } from '../free-port.mjs';
import { usageOf } from '../process-usage.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const engineLauncher = join(root, '../../packages/collector/bin/engine.js');
const source = join(root, 'otel-collector');

/** @param {string} directory */
export function buildOtelCollector(directory) {
  const binary = join(directory, 'otelcol');
  try {
    execFileSync('go', ['build', '-o', binary, '.'], {
      cwd: source,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  } catch (error) {
    throw new Error(
      `The OpenTelemetry Collector is built with Go 1.26 or newer, and that failed: ${error.message}`,
    );
  }
  return binary;
}

/** As its README advises: batches of the exporter's own queue, asynchronous inserts, the native protocol. */
const configOf = (ports) => `
receivers:
  otlp: { protocols: { http: { endpoint: 127.0.0.1:${ports.otlp} } } }
exporters:
  clickhouse:
    endpoint: tcp://127.0.0.1:${ports.native}
    database: otel
    sending_queue: { block_on_overflow: true, batch: { min_size: 10000, flush_timeout: 1s } }
service:
  telemetry: { logs: { level: error }, metrics: { level: none } }
  pipelines: { traces: { receivers: [otlp], exporters: [clickhouse] } }
`;

/** @param {string} binary @param {string} directory */
export async function startOtelCollector(binary, directory) {
  mkdirSync(directory, { recursive: true });
  const ports = { http: await freePort(), native: await freePort(), otlp: await freePort() };
  const engine = spawn(process.execPath, [engineLauncher, ...engineArguments(directory, ports)], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, TZ: 'UTC' },
  });
  const ask = (sql) => askClickHouse(`http://127.0.0.1:${ports.http}`, sql);
  await until(() => ask('SELECT 1'));
  const config = join(directory, 'otelcol.yaml');
  writeFileSync(config, configOf(ports));
  const collector = spawn(binary, [`--config=file:${config}`], { stdio: ['ignore', 'inherit', 'inherit'] });
  const url = `http://127.0.0.1:${ports.otlp}`;
  await until(() =>
    fetch(`${url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }),
  );
  return {
    url,
    usage: () => ({ collector: usageOf(collector.pid), engine: usageOf(engine.pid) }),
    /** Until as many spans can be queried. @param {number} spans */
    async holds(spans) {
      await until(async () => {
        const rows = Number(await ask('SELECT count() FROM otel.otel_traces'));
        if (rows < spans) throw new Error(`${rows} of ${spans}`);
      });
    },
    async stop() {
      const ended = [collector, engine].map((child) => new Promise((resolve) => child.once('exit', resolve)));
      collector.kill('SIGTERM');
      await ended[0];
      engine.stdin.end();
      await ended[1];
    },
  };
}

function engineArguments(directory, ports) {
  const config = join(directory, 'server.xml');
  writeFileSync(config, '<clickhouse><timezone>UTC</timezone></clickhouse>');
  const queries = [
    'SYSTEM START LISTEN HTTP',
    'SYSTEM START LISTEN TCP',
    // It serves for as long as this one waits for its input.
    "SELECT count() FROM file('stdin', LineAsString)",
  ];
  return [
    `--config-file=${config}`,
    `--path=${join(directory, 'data')}`,
    '--log-level=warning',
    '--listen_host=127.0.0.1',
    `--http_port=${ports.http}`,
    `--tcp_port=${ports.native}`,
    '--query',
    queries.join('; '),
  ];
}

async function until(works) {
  for (let waits = 0; ; waits += 1) {
    try {
      return await works();
    } catch (error) {
      if (waits === 1200) throw error;
      await sleep(50);
    }
  }
}
