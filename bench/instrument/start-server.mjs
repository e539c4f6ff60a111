import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('local-server.mjs', import.meta.url));

/**
 * @returns {Promise<{
 *   urls: { openai: string, anthropic: string, sink: string },
 *   takeMentions(): Promise<Record<string, number>>,
 *   stop(): void,
 * }>}
 */
export async function startServer() {
  const child = fork(script);
  const [{ urls }] = await once(child, 'message');
  return {
    urls,
    async takeMentions() {
      child.send('take');
      const [{ mentions }] = await once(child, 'message');
      return mentions;
    },
    stop: () => child.kill(),
  };
}
