import type { Family } from '../fuzz-case.ts';
import { requestCase } from '../http-message.ts';
import { queryText, targetPart } from './api.ts';
import { hostileText } from './hostile-json.ts';

const asked = [
  'provider',
  'model',
  'service',
  'outcome',
  'from',
  'until',
  'cursor',
  'range',
  'next',
  'environment',
];

export const consolePages: Family = (source) => {
  const { random } = source;
  const part = (): string => targetPart(random);
  const target = random.oneOf([
    ...[() => '/', () => '/incidents', () => `/incidents/${part()}`, () => '/slos', () => '/explore'],
    ...[
      () => '/calls',
      () => `/calls/${part()}`,
      () => `/assets/${part()}`,
      () => '/metrics',
      () => `/${part()}`,
    ],
  ] as unknown as readonly [() => string, ...(() => string)[]])();
  const method = random.oneOf(['GET', 'GET', 'GET', 'HEAD', 'POST', 'OPTIONS']);
  const wanted = `${target}${queryText(asked, random)}`.slice(0, 12_000);
  return requestCase(source, { family: 'console pages', surface: 'page', method, target: wanted });
};

export const statusFeeds: Family = (source) => {
  const { random } = source;
  const part = (): string => targetPart(random);
  const target = random.oneOf([
    ...[() => '/status', () => '/status/api/v2/summary.json', () => '/status/api/v2/incidents.json'],
    ...[() => '/status/history.atom', () => '/status/history.rss', () => '/status/feed.json'],
    ...[
      () => `/status/badge/${part()}.svg`,
      () => `/status/badge/${part()}/${part()}.svg`,
      () => `/status/${part()}`,
    ],
  ] as unknown as readonly [() => string, ...(() => string)[]])();
  const wanted = `${target}${queryText(['title'], random)}`.slice(0, 12_000);
  return requestCase(source, { family: 'status feeds', surface: 'page', target: wanted });
};

/** Tokens, cookies and where to go next. */
export const login: Family = (source) => {
  const { random } = source;
  const next = random.oneOf([
    targetPart(random),
    '//evil.example',
    '/\\evil.example',
    'https:evil.example',
    '%0d%0a',
  ]);
  const cookie = `faultline_session=${random.oneOf(['1.a.b.c.d', '__proto__', 'x'.repeat(4_000), '"', '%00', '='])}`;
  const form = Buffer.from(
    random.oneOf([
      `token=${targetPart(random)}&next=${next}`,
      hostileText(random),
      'token='.repeat(1_000),
      '%'.repeat(9_000),
    ]),
  );
  const method = random.oneOf(['GET', 'POST', 'POST', 'PUT']);
  const target = random.oneOf([`/login?next=${next}`, '/login', '/logout']);
  return requestCase(source, {
    ...{ family: 'login', surface: 'page', method, target },
    headers: [
      ['Cookie', cookie],
      ['Origin', random.oneOf(['null', 'http://evil.example', `http://${source.host}`, '\u00ff'])],
      [
        'Content-Type',
        random.oneOf(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=', 'a']),
      ],
    ],
    ...(method === 'GET' ? {} : { body: form }),
  });
};
