// Clients that a collector must outlive: slow-clients.mjs <url> <how many of each kind>. Ends with its standard input, and says
// what became of them.
import { connect } from 'node:net';

const [url = '', count = '100'] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const byteEveryMs = 1000;
const counts = {};

const head = 'Host: soak\r\nContent-Type: application/x-protobuf\r\n';
const kinds = {
  // A body a byte a second: the largest that is allowed, so that it would take two years.
  'slow body': { hello: `POST /v1/traces HTTP/1.1\r\n${head}Content-Length: 67108864\r\n\r\n`, drip: '\n' },
  // Headers that never end.
  'slow header': { hello: `POST /v1/traces HTTP/1.1\r\n${head}X-Slow: `, drip: 'x' },
  // Consoles and followers that are sent everything and read nothing.
  'unread wall': { hello: 'GET /api/v1/wall/stream HTTP/1.1\r\nHost: soak\r\n\r\n', isDeaf: true },
  'unread health feed': { hello: 'GET /api/v1/health/stream HTTP/1.1\r\nHost: soak\r\n\r\n', isDeaf: true },
};

function open(kind, { hello, drip, isDeaf }) {
  const socket = connect({ host: hostname, port: Number(port) });
  const own = counts[kind];
  own.opened += 1;
  let said = '';
  socket.on('error', () => undefined);
  socket.on('connect', () => socket.write(hello));
  if (isDeaf) socket.pause();
  else
    socket.on('data', (chunk) => {
      said += chunk;
    });
  const timer = drip === undefined ? undefined : setInterval(() => socket.write(drip), byteEveryMs);
  socket.on('close', () => {
    clearInterval(timer);
    own.cutOff += 1;
    const status = /^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? 'none';
    own.answers[status] = (own.answers[status] ?? 0) + 1;
  });
}

for (const [kind, how] of Object.entries(kinds)) {
  counts[kind] = { opened: 0, cutOff: 0, answers: {} };
  for (let index = 0; index < Number(count); index += 1) open(kind, how);
}
process.stdin.resume().on('end', () => {
  process.stdout.write(`${JSON.stringify(counts)}\n`, () => process.exit(0));
});
