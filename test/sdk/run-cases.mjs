import { plain } from './plain.mjs';

const settleMsMax = 15_000;

/** Some SDKs lose a promise when a connection breaks; the process would end in the middle, with us or without. */
function settledWithin(promise) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('never settled')), settleMsMax);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Runs the cases of one family one after another, and writes to stdout what the app got from each. */
export async function runCases({ family, cases, sdk, url, chosen }) {
  const results = {};
  for (const { name, run } of cases) {
    if (chosen && !chosen.includes(name)) continue;
    try {
      results[name] = { value: plain(await settledWithin(run({ sdk, url }))) };
    } catch (error) {
      results[name] = { error: plain(error) };
    }
  }
  // Messages name the address, and every run has vendors of its own.
  const text = JSON.stringify({ family: family.name, results }).replaceAll(new URL(url).host, 'vendor');
  process.stdout.write(`${text}\n`, () => {
    // Some SDKs leave connections or timers behind that keep a process open, with us or without.
    if (family.leavesOpen) process.exit(0);
  });
}
