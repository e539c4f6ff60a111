// Open consoles and followers of the health feed, in a process of their own: what they cost is theirs.
// readers.mjs <url> <walls> <followers>; a line of JSON with what they got when standard input ends.
import { Agent, get } from 'node:http';

const [url = '', walls = '0', followers = '0'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
const got = { wall: { streams: 0, events: 0, bytes: 0 }, health: { streams: 0, events: 0, bytes: 0 } };

function read(path, into) {
  return new Promise((resolve, reject) => {
    get(`${url}${path}`, { agent, headers: { accept: 'text/event-stream' } }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`${path} answered ${response.statusCode}`));
      into.streams += 1;
      response.on('data', (chunk) => {
        into.bytes += chunk.length;
        // Events end with an empty line, and JSON has none.
        for (let at = chunk.indexOf('\n\n'); at >= 0; at = chunk.indexOf('\n\n', at + 2)) into.events += 1;
      });
      response.on('error', () => undefined);
      resolve(undefined);
    }).on('error', reject);
  });
}

await Promise.all([
  ...Array.from({ length: Number(walls) }, () => read('/api/v1/wall/stream', got.wall)),
  ...Array.from({ length: Number(followers) }, () => read('/api/v1/health/stream', got.health)),
]);
console.log(JSON.stringify(got));
process.stdin.resume().on('end', () => {
  console.log(JSON.stringify(got));
  process.exit(0);
});
