import { loadShippedScenario, shippedScenarios } from '@faultline/simulator';
import { watchMachine } from './busy-machine.ts';
import { createNarrator } from './narrator.ts';
import { type Options, readOptions, usage } from './options.ts';
import { startPlay } from './play.ts';
import { shortcomings } from './report.ts';

/**
 * The command `faultline demo`, bundled into the collector. `launcher` is the program `faultline` itself: the demo starts a
 * collector of its own with it, as anybody would. Answers with the exit code.
 */
export async function demo(args: readonly string[], launcher: string): Promise<number> {
  try {
    const options = readOptions(args);
    if (options) return await run(options, launcher);
    process.stdout.write(usage());
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

async function run(options: Options, launcher: string): Promise<number> {
  if (!shippedScenarios().includes(options.scenario)) {
    throw new Error(`--scenario: no "${options.scenario}"; there are ${shippedScenarios().join(', ')}`);
  }
  const scenario = loadShippedScenario(options.scenario);
  // With --json the last line of standard output is the result; the story goes where people still see it.
  const out = options.json ? process.stderr : process.stdout;
  const narrator = createNarrator((line) => out.write(`${line}\n`), Date.now);
  out.write(
    `\n${scenario.title}\nVendors, app with the vendors' SDKs, collector and ClickHouse run on this machine.\n\n`,
  );

  const machine = watchMachine();
  const play = await startPlay(scenario, options, narrator, launcher);
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('interrupted'));
  });
  try {
    out.write(`  Console: ${play.consoleUrl}\n\n`);
    narrator.say('healthy traffic: nine models of three vendors');
    const report = await Promise.race([play.finished, interrupted]);
    if (report === 'interrupted') return 130;
    // Of a part that was cut out of an outage nobody can say whether all was found.
    const problems = options.untilMs === null ? shortcomings(scenario, report) : [];
    for (const problem of problems) narrator.say(problem);
    const trouble = machine.trouble();
    if (problems.length > 0 && trouble !== undefined) narrator.say(trouble);
    narrator.say(`done: ${report.calls} calls, ${report.attempts} attempts, ${report.alerts.length} alerts`);
    if (!options.once) {
      out.write(`\n  The console stays at ${play.consoleUrl} until Ctrl-C.\n`);
      await interrupted;
    }
    if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    return problems.length === 0 ? 0 : 1;
  } finally {
    await play.stop();
  }
}
