import { z } from 'zod';
import { port, url, urlWithOrWithoutLogin } from './network.ts';
import { secret } from './secret.ts';

/** A ClickHouse server; without `url` the embedded engine is started. */
export interface ClickHouseConfig {
  readonly url?: string | undefined;
  readonly username: string;
  readonly password: string;
  readonly database: string;
  /** PEM files: authorities to trust, and a certificate to log in with instead of a password. */
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  /** As `remote_servers` of the server names it. */
  readonly cluster?: string | undefined;
  /** The address of every node, for a cluster without replicas and Keeper. */
  readonly nodes: readonly string[];
  /** With a key others may read the embedded engine here, as the user `faultline_reader`. */
  readonly reader: { readonly host: string; readonly port: number; readonly key?: string | undefined };
}

const path = z.string().min(1);

export const clickhouse: z.ZodType<ClickHouseConfig> = z
  .strictObject({
    url: urlWithOrWithoutLogin.optional(),
    username: z.string().default('default'),
    password: z.string().default(''),
    database: z
      .string()
      .regex(/^[A-Za-z_]\w*$/)
      .default('faultline'),
    caFile: path.optional(),
    certFile: path.optional(),
    keyFile: path.optional(),
    cluster: z
      .string()
      .regex(/^[\w.-]+$/)
      .optional(),
    nodes: z.array(url).default([]),
    reader: z
      .strictObject({
        host: z.string().min(1).default('127.0.0.1'),
        port: port.default(8123),
        key: secret.optional(),
      })
      .prefault({}),
  })
  .superRefine((given, context) => {
    for (const [at, message] of [...addressProblems(given), ...loginProblems(given)])
      context.addIssue({ code: 'custom', path: at.split('.'), message });
  });

type Problem = readonly [path: string, message: string];

function addressProblems({ url: address, cluster, nodes, reader }: ClickHouseConfig): readonly Problem[] {
  const problems: Problem[] = [];
  if (cluster !== undefined && address === undefined)
    problems.push(['cluster', 'expected clickhouse.url beside it']);
  if (nodes.length > 0 && cluster === undefined)
    problems.push(['nodes', 'expected clickhouse.cluster beside it']);
  if (reader.key !== undefined && address !== undefined)
    problems.push(['reader.key', 'is for the embedded engine; a server has users of its own']);
  return problems;
}

function loginProblems(given: ClickHouseConfig): readonly Problem[] {
  const { url: address, caFile, certFile, keyFile, password } = given;
  const problems: Problem[] = [];
  const named = new URL(address ?? 'http://none');
  if (named.username !== '' || named.password !== '')
    problems.push(['url', 'expected no login in it, but clickhouse.username and clickhouse.password']);
  if (caFile !== undefined && named.protocol !== 'https:')
    problems.push(['caFile', 'expected an https address in clickhouse.url beside it']);
  if ((certFile ?? keyFile) !== undefined && !(certFile && keyFile && caFile))
    problems.push(['certFile', 'expected clickhouse.certFile, keyFile and caFile together']);
  if (certFile !== undefined && password !== '')
    problems.push(['password', 'expected none beside clickhouse.certFile, which takes its place']);
  return problems;
}
