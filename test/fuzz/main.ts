import { createCleanup } from '../support/cleanup.ts';
import { fuzzCollector } from './fuzz-collector.ts';
import { casesIn, merged, tableOf } from './tally.ts';

const optionPattern = /--(seed|minutes|cases)[= ](\d+)/g;

/** `--seed 7 --minutes 5` or `--cases 1000`: of each of the two runs, without tokens and with them. */
function optionsOf(args: readonly string[]): { seed: number; minutes: number; cases: number | undefined } {
  const given = new Map<string, number>();
  const text = args.join(' ');
  for (const [, name = '', value] of text.matchAll(optionPattern)) given.set(name, Number(value));
  const strange = text.replaceAll(optionPattern, '').trim();
  if (strange !== '') throw new Error(`${strange}: expected --seed, --minutes or --cases and a whole number`);
  return { seed: given.get('seed') ?? 1, minutes: given.get('minutes') ?? 5, cases: given.get('cases') };
}

const { seed, minutes, cases } = optionsOf(process.argv.slice(2));
const cleanup = createCleanup();
try {
  const tallies = [];
  for (const hasTokens of [false, true]) {
    const endMs = Date.now() + minutes * 60_000;
    const isDue = (index: number): boolean => (cases === undefined ? Date.now() < endMs : index < cases);
    tallies.push(await fuzzCollector(cleanup, { seed, isDue, hasTokens }));
  }
  const tally = merged(tallies);
  process.stdout.write(
    `- seed ${seed}, half without tokens and half with them; ${casesIn(tally)} cases, ${tally.findings.length} findings\n\n${tableOf(tally)}\n`,
  );
  for (const { family, index, request, problem } of tally.findings)
    process.stdout.write(`\n${family}, case ${index}: ${problem}\n  ${JSON.stringify(request)}\n`);
  process.exitCode = tally.findings.length > 0 ? 1 : 0;
} finally {
  await cleanup.run();
}
