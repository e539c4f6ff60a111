// A process that does nothing else, so that no other work is in its figures. Started with --expose-gc.
const [bundle, tickMs, days] = process.argv.slice(2);
const { measureStep, measureMonth } = await import(bundle);

const month = measureMonth(Number(days), 10_000);
process.stdout.write(JSON.stringify({ month, step: measureStep(Number(tickMs)) }));
