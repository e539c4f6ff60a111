// node bench/instrument/top-self-time.mjs FILE.cpuprofile [N]: where the time of a profile went, by package and by function.
import { readFileSync } from 'node:fs';

const [file, limit = '40'] = process.argv.slice(2);
const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8'));

const selfUs = new Map();
for (const [index, id] of samples.entries()) selfUs.set(id, (selfUs.get(id) ?? 0) + timeDeltas[index]);
const totalUs = [...selfUs.values()].reduce((sum, us) => sum + us, 0);

print('by package', ({ url, functionName }) => packageOf(url) ?? `(${functionName})`);
print('by function', ({ url, functionName, lineNumber }) => {
  const name = functionName === '' ? 'anonymous' : functionName;
  return `${name}  ${packageOf(url) ?? ''} ${url.split('/').at(-1)}:${lineNumber + 1}`;
});

function print(title, nameOf) {
  const byName = new Map();
  for (const { id, callFrame } of nodes) {
    const name = nameOf(callFrame);
    byName.set(name, (byName.get(name) ?? 0) + (selfUs.get(id) ?? 0));
  }
  const top = [...byName].sort((a, b) => b[1] - a[1]).slice(0, Number(limit));
  console.log(`\n${title}, self time, of ${Math.round(totalUs / 1000)} ms`);
  for (const [name, us] of top) {
    console.log(`${((us / totalUs) * 100).toFixed(1).padStart(5)} %  ${Math.round(us / 1000)} ms  ${name}`);
  }
}

/** Undefined for what is no file: the garbage collector, the engine, idling. */
function packageOf(url) {
  if (url === '') return undefined;
  if (url.startsWith('node:')) return url;
  const [, inModules] = url.match(/.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/) ?? [];
  return inModules ?? url.split('/').slice(-3, -1).join('/');
}
