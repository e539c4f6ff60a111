import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { startChild } from '../support/child-process.ts';
import { createCleanup } from '../support/cleanup.ts';
import { startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { startTraffic } from '../support/traffic.ts';

// The example of docs/health-feed.md, as a reader would run it.

const cleanup = createCleanup();
afterEach(cleanup.run);

const example = fileURLToPath(new URL('../../docs/examples/health-consumer.mjs', import.meta.url));
const [first, second] = ['anthropic/claude-opus-4-8', 'openai/gpt-5.5'];

test('the example calls something else while its first choice is down, and its first choice without any advice', async () => {
  const collector = await startCollector(cleanup);
  const traffic = startTraffic(cleanup, collector.url);
  await eventually('traffic is seen', async () => (await collector.wall()).state === 'ok');
  const child = startChild(cleanup, {
    command: process.execPath,
    args: [example, collector.url, first, second],
  });
  const choices = (): readonly string[] => child.said().stdout.trim().split('\n');
  await child.whileAlive(eventually('it calls its first choice', () => choices().at(-1) === first));

  traffic.fail('anthropic');
  // A probe now and then goes to the first all the same.
  const isAvoided = (): boolean =>
    choices()
      .slice(-4)
      .filter((each) => each === second).length >= 3;
  await child.whileAlive(eventually('it calls the second', isAvoided));

  // While it is a suspicion, which is believed for ten seconds.
  await collector.kill();
  const atEnd = choices().length;
  await child.whileAlive(
    eventually(
      'old advice has run out',
      () =>
        choices().length > atEnd + 8 &&
        choices()
          .slice(-8)
          .every((each) => each === first),
    ),
  );
  expect(choices().at(-1)).toBe(first);
});
