import type { Config } from '../config/schema.ts';
import { diagnose } from '../doctor/doctor.ts';
import { officialSources } from '../official/catalogue.ts';
import { nodeVersionMin, version } from '../version.ts';
import { accessToken } from './ask-collector.ts';
import { type ConfigFlags, readConfig } from './read-config.ts';

/** Looks, and says what to do; the exit code says whether there is anything. */
export async function runDoctor({
  json = false,
  ...flags
}: ConfigFlags & { readonly json?: boolean }): Promise<void> {
  const statusPages = ({ official: { enabled, sources } }: Config): readonly string[] =>
    enabled ? officialSources(sources).map(({ url }) => url) : [];
  const { text, hasProblem } = await diagnose({
    readConfig: () => readConfig(flags),
    ...{ statusPages, token: accessToken(), version, nodeVersionMin, json },
  });
  process.stdout.write(text);
  if (hasProblem) process.exitCode = 1;
}
