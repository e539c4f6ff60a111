// Makes what nobody should have to invent: tokens and passwords of docker-compose.yml, at its first start. What is there
// stays, so that a restart changes nothing; to replace one, delete its file and start again. Each service sees its own
// folder only. Files can be read by their owner and the group that docker-compose.yml adds to each reader, because
// every image has a user of its own.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = process.argv[2] ?? '/run/faultline';

function write(path, text) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o750 });
  // Whole or not at all: half a password would be kept for ever. What a start that was ended here has left nobody may write.
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, text, { mode: 0o440 });
  renameSync(`${file}.new`, file);
}

/** 24 bytes are what docs/configuration.md tells people to take; base64url fits into headers and XML as it is. */
function secret(path) {
  const file = join(root, path);
  const made = existsSync(file) ? readFileSync(file, 'utf8').trim() : randomBytes(24).toString('base64url');
  write(path, `${made}\n`);
  return made;
}

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** The users of docs/operating.md, as ClickHouse reads them from users.d. Only their hashes leave our hands. */
function clickhouseUsers({ collector, grafana }) {
  const anywhere = '<networks replace="replace"><ip>::/0</ip></networks><quota>default</quota>';
  return `<clickhouse>
  <profiles>
    <faultline_grafana>
      <readonly>2</readonly>
      <max_execution_time>30</max_execution_time>
      <max_memory_usage>1000000000</max_memory_usage>
      <constraints>
        <max_execution_time><min>1</min><max>60</max></max_execution_time>
        <max_memory_usage><min>1</min><max>1000000000</max></max_memory_usage>
      </constraints>
    </faultline_grafana>
  </profiles>
  <users>
    <default>
      <networks replace="replace"><ip>127.0.0.1</ip><ip>::1</ip></networks>
    </default>
    <faultline>
      <password_sha256_hex>${sha256(collector)}</password_sha256_hex>
      ${anywhere}<profile>default</profile>
      <grants>
        <query>GRANT SELECT, INSERT, CREATE DATABASE, CREATE TABLE, CREATE VIEW, ALTER TABLE ON faultline.*</query>
        <query>GRANT TABLE ENGINE ON *</query>
      </grants>
    </faultline>
    <faultline_grafana>
      <password_sha256_hex>${sha256(grafana)}</password_sha256_hex>
      ${anywhere}<profile>faultline_grafana</profile>
      <grants>
        <query>GRANT SELECT ON faultline.*</query>
      </grants>
    </faultline_grafana>
  </users>
</clickhouse>
`;
}

const sender = secret('collector/sender-token');
secret('collector/operate-token');
secret('collector/reader-key');
const viewers = [secret('prometheus/view-token'), secret('demo/view-token')];
write('collector/view-tokens', `${viewers.join(',')}\n`);
write('demo/sender-token', `${sender}\n`);
secret('grafana/admin-password');
secret('grafana/secret-key');
write(
  'clickhouse/faultline.xml',
  clickhouseUsers({
    collector: secret('collector/clickhouse-password'),
    grafana: secret('grafana/clickhouse-password'),
  }),
);

process.stdout.write(`Tokens and passwords are made. Read them where they are used:
  docker compose exec collector cat /run/faultline/collector/operate-token   opens the console, http://127.0.0.1:4318
  docker compose exec collector cat /run/faultline/collector/sender-token    apps send with it
  docker compose exec grafana cat /run/faultline/grafana/admin-password      Grafana's admin, http://127.0.0.1:3000
`);
