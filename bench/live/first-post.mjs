import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { parse } = createRequire(new URL('../../packages/collector/package.json', import.meta.url))('yaml');

/** When the vendor first posted, after the trouble began; null where nothing is known of a post. @param {string} scenario */
export function firstPostSeconds(scenario) {
  const file = new URL(`../../packages/simulator/scenarios/${scenario}.yaml`, import.meta.url);
  const { posts = [], truth } = parse(readFileSync(file, 'utf8'));
  return posts.length === 0 ? null : secondsOf(posts[0].at) - secondsOf(truth[0].from);
}

/** @param {string} length as in `1h2m3s` */
function secondsOf(length) {
  const seconds = { h: 3600, m: 60, s: 1 };
  return [...length.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, count, unit]) => sum + count * seconds[unit],
    0,
  );
}
