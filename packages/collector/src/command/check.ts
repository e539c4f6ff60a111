import type { Config } from '../config/schema.ts';
import { type ConfigFlags, readConfig } from './read-config.ts';

/** For people what is to be known of the configuration; what it means is for programs, too. */
export function checkConfig(flags: ConfigFlags): void {
  const { config, file, notices } = readConfig(flags);
  const about =
    file === null ? 'There is no faultline.yaml here: defaults and environment' : `${file} is good`;
  process.stderr.write(`${[`${about}.`, ...notices].join('\n')}\n`);
  process.stdout.write(`${JSON.stringify(withoutSecrets(config), null, 2)}\n`);
}

function withoutSecrets(config: Config): object {
  const { tokens, access, webhooks, clickhouse } = config;
  return {
    ...config,
    tokens: tokens.map(() => '***'),
    access: {
      view: access.view.map(({ name }) => ({ name, token: '***' })),
      operate: access.operate.map(({ name }) => ({ name, token: '***' })),
    },
    webhooks: webhooks.map(({ url }) => ({ url: withoutPath(url), secret: '***' })),
    clickhouse: {
      ...clickhouse,
      password: clickhouse.password === '' ? '' : '***',
      reader: { ...clickhouse.reader, key: clickhouse.reader.key && '***' },
    },
  };
}

/** What stands behind the host may be what opens it. */
function withoutPath(address: string): string {
  const { origin, pathname, search } = new URL(address);
  return pathname === '/' && search === '' ? origin : `${origin}/***`;
}
