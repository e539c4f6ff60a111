import { ConfigError, type LoadedConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { freeBytesMin } from '../store/clickhouse/connection/engine-config.ts';
import { defaultLimits } from '../store/clickhouse/store-options.ts';
import { judgeClock } from './clock.ts';
import { type Finding, worstState } from './finding.ts';
import { findingsOf, refusedConfiguration } from './findings.ts';
import { judgePlatform } from './platform.ts';
import { probeSynchronisation } from './probes/clock.ts';
import { probePlatform } from './probes/platform.ts';
import { jsonReport, type Report, textReport } from './report.ts';
import { lookAround } from './surroundings.ts';

export interface DoctorOptions {
  /** Throws {@link ConfigError}. */
  readonly readConfig: () => LoadedConfig;
  readonly statusPages: (config: Config) => readonly string[];
  readonly token: string | undefined;
  readonly version: string;
  readonly nodeVersionMin: string;
  readonly json: boolean;
}

export interface Diagnosis {
  readonly text: string;
  readonly hasProblem: boolean;
}

/** Looks at everything a collector of this configuration needs, changes nothing and sends nothing to anybody. */
export async function diagnose(options: DoctorOptions): Promise<Diagnosis> {
  const findings = await find(options);
  const report: Report = { version: options.version, atMs: Date.now(), findings };
  return {
    text: options.json ? jsonReport(report) : textReport(report),
    hasProblem: worstState(findings) === 'problem',
  };
}

async function find(options: DoctorOptions): Promise<readonly Finding[]> {
  const { token, nodeVersionMin } = options;
  const loaded = readOrRefuse(options.readConfig);
  if (loaded instanceof ConfigError)
    return [...refusedConfiguration(loaded.problems), ...(await findWithoutConfig(nodeVersionMin))];
  const { config } = loaded;
  const statusPages = options.statusPages(config);
  const seen = await lookAround({ config, nodeVersionMin, statusPages, token });
  const reserve = { spoolBytesMax: defaultLimits.bytesMax, engineFreeBytesMin: freeBytesMin };
  return findingsOf(loaded, seen, reserve);
}

function readOrRefuse(readConfig: () => LoadedConfig): LoadedConfig | ConfigError {
  try {
    return readConfig();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

const clockMsMax = 5_000;

async function findWithoutConfig(nodeVersionMin: string): Promise<readonly Finding[]> {
  const platform = await probePlatform(nodeVersionMin);
  const isSynchronised = await probeSynchronisation(clockMsMax);
  return [...judgePlatform(platform, true), ...judgeClock({ isSynchronised, others: [] })];
}
