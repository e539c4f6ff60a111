import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type Exit, run } from '../support/child-process.ts';
import { createCleanup, temporaryFolder } from '../support/cleanup.ts';
import { faultlineCommand, startCollector } from '../support/collector.ts';
import { freePort } from '../support/free-port.ts';
import { sendCalls } from '../support/otlp-sender.ts';
import { createCall } from '../support/synthetic-calls.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

function report(cwd: string, ...args: readonly string[]): Promise<Exit> {
  return run(cleanup, { ...faultlineCommand('report', ...args), cwd });
}

test('faultline report writes down a month of a vendor, and the evidence that it was made of', async () => {
  const collector = await startCollector(cleanup);
  const model = 'claude-opus-4-8';
  const outcomes = ['ok', 'ok', 'ok', 'overloaded'] as const;
  // The month so far ends with the last full minute.
  const endMs = Date.now() - 2 * 60_000;
  const month = new Date(endMs).toISOString().slice(0, 7);
  await sendCalls(
    collector.url,
    outcomes.map((outcome) => ({ ...createCall({ provider: 'anthropic', model, outcome }), endMs })),
    AbortSignal.timeout(60_000),
  );
  await collector.drained();
  const folder = temporaryFolder(cleanup);
  const flags = ['--provider', 'anthropic', '--month', month, '--url', collector.url, '--out', 'evidence'];
  const { code, stdout, stderr } = await report(folder, ...flags);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const names = ['json', 'csv', 'md'].map((ending) => join('evidence', `sla-anthropic-${month}.${ending}`));
  expect(stdout.trim().split('\n')).toEqual(names);
  const [json, csv, words] = names.map((name) => readFileSync(join(folder, name), 'utf8'));
  const csvSha256 = createHash('sha256')
    .update(csv ?? '')
    .digest('hex');
  expect(JSON.parse(json ?? '')).toMatchObject({ requests: 4, serverErrors: 1, cost: null, csvSha256 });
  expect(words).toContain(csvSha256);
});

test.each([
  ['without a vendor', ['--month', '2026-06'], /faultline report --provider openai --month 2026-06/],
  ['without a collector', ['--provider', 'openai', '--month', '2026-06'], /No collector answers .*--url/],
])('a report %s says what to do', async (_, flags, explanation) => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const { code, stdout, stderr } = await report(temporaryFolder(cleanup), ...flags, '--url', url);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(explanation);
  expect(stderr).not.toMatch(/^\s+at /m);
});
