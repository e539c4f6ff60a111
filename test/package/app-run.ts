import { startVendors } from '@faultline/simulator';
import { type Exit, run } from '../support/child-process.ts';
import type { Cleanup } from '../support/cleanup.ts';
import { type NodeVersion, nodeBinary } from '../support/node-binary.ts';
import type { ReceivedSpan } from '../support/otlp-spans.ts';
import { startSpanSink } from '../support/span-sink.ts';

export interface AppRun {
  readonly exit: Exit;
  readonly spans: readonly ReceivedSpan[];
}

export interface AppCommand {
  readonly node: NodeVersion;
  /** Flags of Node and the program. */
  readonly args: readonly string[];
  readonly folder: string;
}

/** Runs a program that calls both vendors, against simulated ones of its own: OpenAI's fails at the first request. */
export async function runApp(cleanup: Cleanup, { node, args, folder }: AppCommand): Promise<AppRun> {
  const vendors = await startVendors({ latencyFactor: 0, now: () => 1_780_000_000_000 });
  cleanup.add(() => vendors.close());
  vendors.override({ provider: 'openai', faults: ['server_error', null] });
  const sink = await startSpanSink(cleanup);
  const { openai, anthropic } = vendors.urls;
  const exit = await run(cleanup, {
    command: nodeBinary(node),
    args,
    env: {
      OPENAI_URL: `${openai}/v1`,
      ANTHROPIC_URL: anthropic,
      FAULTLINE_PROVIDER_HOSTS: `${new URL(openai).host}=openai,${new URL(anthropic).host}=anthropic`,
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
    },
    cwd: folder,
  });
  return { exit, spans: sink.spans() };
}
