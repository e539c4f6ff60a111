import { ConfigError } from '../config/load.ts';
import { ruleFormats } from '../rules/formats.ts';
import { type ConfigFlags, readConfig } from './read-config.ts';

/** The configured service levels as another tool's rules. */
export function writeRules({ format, ...flags }: ConfigFlags & { readonly format: string }): void {
  const write = Object.hasOwn(ruleFormats, format) ? ruleFormats[format] : undefined;
  if (!write) throw new ConfigError('--format', [`expected one of ${Object.keys(ruleFormats).join(', ')}`]);
  process.stdout.write(write(readConfig(flags).config.slo.slos, Date.now()));
}
