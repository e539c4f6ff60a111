import type { ContentLimits, Redact } from './content/captured-content.ts';
import { shared } from './once-per-process.ts';

/** What the observers need to know. Everything has a default; nothing here is a secret. */
export interface Config {
  /** Host name or `host:port`, lower case, to provider, or to `provider/region` where the host is one region's. */
  readonly providerHosts: ReadonlyMap<string, string>;
  readonly salt: string;
  /** Ending of an API key to the name it is reported under. */
  readonly credentialAliases: ReadonlyMap<string, string>;
  /** Undefined: no port is opened. */
  readonly metricsPort: number | undefined;
  readonly metricsHost: string;
  /** Generation of GenAI semantic conventions: what most backends know, the latest, or both. */
  readonly semconv: 'default' | 'latest' | 'both';
  /** Undefined: no content leaves the process. */
  readonly content: ContentLimits | undefined;
}

/** What `register` takes from a program; each field wins over its environment variable. */
export interface ConfigOverrides {
  readonly providerHosts?: Readonly<Record<string, string>>;
  readonly salt?: string;
  readonly credentialAliases?: Readonly<Record<string, string>>;
  readonly metricsPort?: number;
  readonly metricsHost?: string;
  /** Sees all captured content before it is put on a span; what it returns is kept instead, undefined keeps nothing. */
  readonly redact?: Redact;
}

/** OpenTelemetry's own switch: nothing is observed, whichever way we were started. */
export function isDisabled(env: Environment): boolean {
  return env.OTEL_SDK_DISABLED?.toLowerCase() === 'true';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Hashes must agree between the services of one owner, so the default is a constant; set your own against guessing. */
const defaultSalt = 'faultline';

/** `problems` are sentences for the user. A bad entry is left out: a typo must not stop the app from starting. */
export function readConfig(
  overrides: ConfigOverrides,
  env: Environment,
): { readonly config: Config; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const hosts = readPairs('FAULTLINE_PROVIDER_HOSTS', env, problems);
  const aliases = readPairs('FAULTLINE_CREDENTIAL_ALIASES', env, problems);
  const config: Config = {
    providerHosts: lowerCaseKeys(new Map([...hosts, ...Object.entries(overrides.providerHosts ?? {})])),
    salt: overrides.salt ?? env.FAULTLINE_SALT ?? defaultSalt,
    credentialAliases: new Map([...aliases, ...Object.entries(overrides.credentialAliases ?? {})]),
    metricsPort: overrides.metricsPort ?? readPort(env, problems),
    metricsHost: overrides.metricsHost ?? env.FAULTLINE_METRICS_HOST ?? '127.0.0.1',
    semconv: readSemconv(env),
    content: readContent(overrides, env, problems),
  };
  return { config, problems };
}

/** The configuration in force; the environment alone until `register` has run. */
export function currentConfig(): Config {
  return holder().config;
}

export function setConfig(config: Config): void {
  holder().config = config;
}

const holder: () => { config: Config } = shared('config', () => ({
  config: readConfig({}, process.env).config,
}));

/** `a=b,c=d`. Split at the last `=`, because a key ending may hold one. */
function readPairs(name: string, env: Environment, problems: string[]): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const [index, entry] of (env[name] ?? '').split(',').entries()) {
    const text = entry.trim();
    if (text === '') continue;
    const at = text.lastIndexOf('=');
    if (at > 0 && at < text.length - 1) pairs.set(text.slice(0, at), text.slice(at + 1));
    // Not the text: it may be a key.
    else problems.push(`${name}: entry ${index + 1} is not key=value`);
  }
  return pairs;
}

/** A comma-separated list that other instrumentations read too. Source: GenAI semantic conventions 1.37, stability. */
function readSemconv(env: Environment): Config['semconv'] {
  const values = (env.OTEL_SEMCONV_STABILITY_OPT_IN ?? '').split(',').map((value) => value.trim());
  if (values.includes('gen_ai_latest_experimental/dup')) return 'both';
  return values.includes('gen_ai_latest_experimental') ? 'latest' : 'default';
}

const contentBytesMaxDefault = 16 * 1024;

/** The values that OpenTelemetry's instrumentations know; events are not written here, so `event_only` keeps nothing. */
function readContent(
  { redact }: ConfigOverrides,
  env: Environment,
  problems: string[],
): ContentLimits | undefined {
  const mode = (env.OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT ?? '').trim().toLowerCase();
  if (!['true', 'span_only', 'span_and_event'].includes(mode)) return undefined;
  const text = env.FAULTLINE_CONTENT_MAX_BYTES ?? '';
  const bytesMax = text === '' ? contentBytesMaxDefault : Number(text);
  if (Number.isInteger(bytesMax) && bytesMax > 0) return { bytesMax, redact };
  problems.push(`FAULTLINE_CONTENT_MAX_BYTES: expected a number of bytes, found "${text}"`);
  return { bytesMax: contentBytesMaxDefault, redact };
}

function lowerCaseKeys(pairs: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...pairs].map(([key, value]) => [key.toLowerCase(), value]));
}

function readPort(env: Environment, problems: string[]): number | undefined {
  const text = env.FAULTLINE_METRICS_PORT;
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  problems.push(`FAULTLINE_METRICS_PORT: expected 0..65535, found "${text}"`);
  return undefined;
}
