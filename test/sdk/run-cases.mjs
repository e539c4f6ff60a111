import { plain } from './plain.mjs';

/** Runs the cases of one family one after another, and writes to stdout what the app got from each. */
export async function runCases({ family, cases, sdk, url, only }) {
  const results = {};
  for (const { name, run } of cases) {
    if (only && name !== only) continue;
    try {
      results[name] = { value: plain(await run({ sdk, url })) };
    } catch (error) {
      results[name] = { error: plain(error) };
    }
  }
  process.stdout.write(`${JSON.stringify({ family: family.name, results })}\n`, () => {
    // Some SDKs leave connections or timers behind that keep a process open, with us or without.
    if (family.leavesOpen) process.exit(0);
  });
}
