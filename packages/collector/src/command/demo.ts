import { fileURLToPath } from 'node:url';

/** What `packages/demo` is built to. It travels beside us as files: it holds the vendors' SDKs, and only the demo loads it. */
interface DemoModule {
  demo(args: readonly string[], launcher: string): Promise<number>;
}

/** Plays an outage against a collector that is started with this same program. Answers with the exit code. */
export async function runDemo(args: readonly string[]): Promise<number> {
  // Seen from `dist/main.js`, into which we are built.
  const { demo } = (await import(new URL('./demo/demo.js', import.meta.url).href)) as DemoModule;
  return demo(args, fileURLToPath(new URL('../bin/faultline.js', import.meta.url)));
}
