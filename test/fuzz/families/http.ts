import type { Random } from '../../support/seeded-random.ts';
import type { Family, FuzzCase, FuzzSource } from '../fuzz-case.ts';
import { bytesOf, type HeaderLine, identity, requestCase } from '../http-message.ts';

const targets = [
  '/livez',
  '/',
  '/api/v1/wall',
  '/v1/traces',
  '/metrics',
  '/status/api/v2/status.json',
] as const;

/** What proxies, browsers and attackers put there. */
function hostileHeader(random: Random): HeaderLine {
  const names = [
    ...['X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host', 'Forwarded', 'X-HTTP-Method-Override'],
    ...[
      'Authorization',
      'Cookie',
      'Origin',
      'Referer',
      'Range',
      'If-None-Match',
      'Accept',
      'Accept-Encoding',
    ],
    ...[
      'Last-Event-ID',
      'Sec-Fetch-Site',
      'Upgrade',
      'X-Original-URL',
      'X-Rewrite-URL',
      'Content-Type',
      'Via',
    ],
  ] as unknown as readonly [string, ...string[]];
  const values = [
    ...[
      '',
      '127.0.0.1',
      '::1, 10.0.0.1',
      'https',
      'javascript',
      'DELETE',
      'Bearer',
      'Bearer a b',
      'Basic OjE=',
    ],
    ...[
      'bytes=0-1,2-3,4-',
      'W/"',
      '"',
      '*',
      'gzip;q=99',
      '-1',
      '1e9',
      'NaN',
      'websocket',
      '\u00e4\u00ff',
      ',',
    ],
    ...[
      '<script>',
      '%00',
      '../..',
      '__proto__',
      'a'.repeat(8_000),
      `a=${'b;'.repeat(2_000)}`,
      'for="[::1"',
      '0x7f',
    ],
  ] as unknown as readonly [string, ...string[]];
  return [random.oneOf(names), random.oneOf(values)];
}

export const headers: Family = (source) => {
  const { random } = source;
  const count = 1 + random.below(8);
  const target = random.oneOf(targets);
  return requestCase(source, {
    ...{ family: 'headers', surface: target === '/v1/traces' ? 'otlp' : 'page', target },
    headers: Array.from({ length: count }, () => hostileHeader(random)),
    // Sixteen kilobytes of them are too many for the parser, and some contradict each other.
    form: 'broken',
  });
};

export const headerFloods: Family = (source) => {
  const { random } = source;
  const count = random.oneOf([50, 2_000, 20_000]);
  const value = 'v'.repeat(random.oneOf([1, 100, 10_000]));
  const lines = Array.from({ length: count }, (_, index): HeaderLine => [`a${index}`, value]);
  return requestCase(source, {
    ...{ family: 'header floods', surface: 'page', target: '/', form: 'broken' },
    headers:
      random.below(4) === 0
        ? [['Cookie', 'c'.repeat(200_000)]]
        : lines.slice(0, Math.ceil(2_000_000 / value.length)),
  });
};

/** Requests whose end two readers could see in different places, or that are no requests of HTTP/1.1. */
export const framing: Family = (source) => {
  const { random, host } = source;
  const { headers: own, isStranger } = identity(source);
  const inner = `GET /metrics HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  const json: HeaderLine = ['Content-Type', 'application/json'];
  const lengths = (value: string): HeaderLine => ['Content-Length', value];
  const chunked: HeaderLine = [
    'Transfer-Encoding',
    random.oneOf(['chunked', 'chunked, identity', 'xchunked', ' chunked', 'gzip, chunked']),
  ];
  const ways: readonly [() => Buffer, ...(() => Buffer)[]] = [
    () => withBody([json, lengths('4'), chunked], `0\r\n\r\n${inner}`),
    () => withBody([json, lengths('2'), lengths('20')], `{}${inner}`),
    () =>
      withBody([json, lengths(random.oneOf(['-1', '+2', '0x2', '2,2', '1e1', ' ', '9'.repeat(30)]))], '{}'),
    () =>
      withBody(
        [json, chunked],
        `${random.oneOf(['-1', 'zz', 'ffffffffffffffffff', '0x2', ' 2', '2;a=b'])}\r\n{}\r\n0\r\n\r\n`,
      ),
    () => withBody([json, ['Transfer-Encoding', 'chunked']], `2\r\n{}\r\n0\r\nX-Trailer: a\r\n\r\n`),
    () =>
      bytesOf({
        target: random.oneOf([
          'http://evil.example/metrics',
          '*',
          '',
          '?',
          'metrics',
          '//',
          '/a b',
          'http://',
          'http://[',
          '/\u0000',
        ]),
        headers: own,
      }),
    () =>
      bytesOf({
        method: random.oneOf(['TRACE', 'CONNECT', 'PROPFIND', 'get', 'G\u00cbT', 'PRI', 'QUERY', '']),
        target: '/',
        headers: own,
      }),
    () =>
      bytesOf({ target: '/', version: random.oneOf(['1.0', '0.9', '2.0', '1.2', '9', '']), headers: own }),
    () =>
      bytesOf({
        target: '/login',
        headers: [
          ['Host', random.oneOf(['', 'a b', 'a@b', '[', 'a:99999', '%00', 'evil.example', '\u00e4', '..'])],
          ['Connection', 'close'],
        ],
      }),
    () => bytesOf({ target: '/', headers: [['Connection', 'close']] }),
    () => bytesOf({ target: '/', headers: [...own, ['Host', 'evil.example']] }),
    () => Buffer.from(`GET / HTTP/1.1\nHost: ${host}\nConnection: close\n\n`),
    () => Buffer.from(`GET / HTTP/1.1\r\n folded: 1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
    () => Buffer.from(`GET / HTTP/1.1\r\nHost : ${host}\r\nConnection: close\r\n\r\n`),
    () => Buffer.from(Array.from({ length: 200 }, () => random.below(256))),
    () => Buffer.from('\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003', 'latin1'),
    () => Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  ];
  function withBody(lines: readonly HeaderLine[], body: string): Buffer {
    return bytesOf({
      method: 'POST',
      target: '/v1/traces',
      headers: [...own, ...lines],
      body: Buffer.from(body),
    });
  }
  const bytes = random.oneOf(ways)();
  return { family: 'framing', bytes, form: 'unfinished', isHead: false, surface: 'page', isStranger };
};

/** Many requests at once on one connection, the last of which ends it. */
export const pipelines: Family = (source) => {
  const { random } = source;
  const { headers: own } = identity(source);
  const kept = own.filter(([name]) => name !== 'Connection');
  const requests = Array.from({ length: 1 + random.below(40) }, () =>
    bytesOf({ target: random.oneOf(targets), headers: kept }),
  );
  const bytes = Buffer.concat([...requests, bytesOf({ target: '/livez', headers: own })]);
  return {
    family: 'pipelines',
    bytes,
    form: 'broken',
    isHead: false,
    surface: 'page',
    // Some of it is open to all.
    isStranger: false,
  };
};

export const unfinished: Family = (source) => {
  const whole = requestCase(source, {
    ...{
      family: 'unfinished',
      surface: 'otlp',
      method: 'POST',
      target: '/v1/traces',
      form: 'unfinished' as const,
    },
    headers: [['Content-Type', 'application/json']],
    body: Buffer.from('{"resourceSpans":[]}'),
  });
  return { ...whole, bytes: cutOff(whole, source) };
};

function cutOff({ bytes }: FuzzCase, { random }: FuzzSource): Buffer {
  if (random.below(3) > 0) return bytes.subarray(0, 1 + random.below(bytes.length - 1));
  const head = bytes.toString('latin1').replace(/Content-Length: \d+/, 'Transfer-Encoding: chunked');
  return Buffer.from(head.replace(/\r\n\r\n.*$/s, '\r\n\r\n8\r\n{"resour\r\n'), 'latin1');
}

export const streams: Family = (source) => {
  const { random } = source;
  const target = random.oneOf(['/api/v1/wall/stream', '/api/v1/health/stream']);
  const id = random.oneOf([
    '',
    '0',
    '-1',
    '1e999',
    'NaN',
    'abc',
    '\u00ff',
    '9'.repeat(5_000),
    '0x10',
    '1,2',
    '__proto__',
  ]);
  return requestCase(source, {
    ...{ family: 'streams', surface: 'api', target, form: 'stream' as const },
    headers: [['Last-Event-ID', id]],
  });
};
