import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startChild, systemProgram } from './child-process.ts';
import { type Cleanup, temporaryFolder } from './cleanup.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

/** One series of an answer: its points, oldest first. */
export interface PromSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly number[];
}

export interface Prometheus {
  readonly url: string;
  instant(expr: string): Promise<readonly PromSeries[]>;
  range(expr: string, range: PromRange): Promise<readonly PromSeries[]>;
  labelValues(label: string, selector: string): Promise<readonly string[]>;
}

export interface PromRange {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly stepSeconds: number;
}

const program = process.env.PROMETHEUS ?? '/usr/bin/prometheus';

/** A real Prometheus with this configuration and these files beside it, by their paths. */
export async function startPrometheus(
  cleanup: Cleanup,
  config: string,
  files: Readonly<Record<string, string>>,
  flags: readonly string[],
): Promise<Prometheus> {
  const folder = temporaryFolder(cleanup);
  for (const [path, text] of Object.entries({ ...files, 'prometheus.yml': config })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = startChild(cleanup, {
    command: systemProgram(program, 'prometheus'),
    args: [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
      ...flags,
    ],
  });
  const isReady = async (): Promise<boolean> => (await fetch(`${url}/-/ready`)).ok;
  await child.whileAlive(eventually('Prometheus is ready', isReady));
  return {
    url,
    instant: async (expr) => seriesOf(await ask(`${url}/api/v1/query`, { query: expr })),
    range: async (expr, { fromMs, untilMs, stepSeconds }) =>
      seriesOf(
        await ask(`${url}/api/v1/query_range`, {
          query: expr,
          start: String(fromMs / 1000),
          end: String(untilMs / 1000),
          step: String(stepSeconds),
        }),
      ),
    labelValues: async (label, selector) =>
      (await ask(
        `${url}/api/v1/label/${label}/values?${new URLSearchParams({ 'match[]': selector })}`,
      )) as string[],
  };
}

/** Throws with what Prometheus says is wrong. */
async function ask(url: string, form?: Readonly<Record<string, string>>): Promise<unknown> {
  const body = form && new URLSearchParams(form);
  const answer = await fetch(url, body ? { method: 'POST', body } : {});
  const { status, error, data } = (await answer.json()) as {
    readonly status: string;
    readonly error?: string;
    readonly data: unknown;
  };
  if (status !== 'success') throw new Error(`${form?.query ?? url}: ${error}`);
  return data;
}

type Point = readonly [unixSeconds: number, value: string];

function seriesOf(data: unknown): readonly PromSeries[] {
  const { resultType, result } = data as {
    readonly resultType: string;
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value?: Point;
      readonly values?: readonly Point[];
    }[];
  };
  if (resultType !== 'vector' && resultType !== 'matrix') throw new Error(`an answer of type ${resultType}`);
  return result.map(({ metric, value, values = value ? [value] : [] }) => ({
    metric,
    values: values.map(([, text]) => Number(text)),
  }));
}
