import type { Random } from '../../support/seeded-random.ts';
import type { ApiRoute, Family, FuzzSource } from '../fuzz-case.ts';
import { type Message, requestCase } from '../http-message.ts';
import { hostileObject, hostileText, hostileValue } from './hostile-json.ts';

/** What is asked for as a rule, so that not everything fails at its first parameter. */
const plausible = [
  ...[
    'openai',
    'anthropic',
    'gpt-5.5',
    'claude-opus-4-8',
    '2026-06',
    '2026-06-22T14:00:00Z',
    '1782136800000',
  ],
  ...[
    '10',
    '0',
    'ok',
    'overloaded',
    'json',
    'csv',
    'markdown',
    '0af7651916cd43dd8448eb211c80319c',
    'model',
    'p99',
  ],
] as unknown as readonly [string, ...string[]];

/** Spellings that decoders disagree about: NUL, overlong, half and double encoded. */
const rawSpellings = [
  ...[
    '%00',
    '%',
    '%zz',
    '%c0%ae%c0%ae%c0%af',
    '%252e%252e%252f',
    '..%2f..%2fetc%2fpasswd',
    '%ff%fe',
    '%ed%a0%80',
  ],
  ...[
    '..',
    '.',
    ';',
    '/',
    '%2f',
    '\\',
    '%5c',
    '\u00ff',
    '+',
    '%u0041',
    '%0d%0aX-Injected-By-A-Name:%201',
    '*',
  ],
] as unknown as readonly [string, ...string[]];

/** One value of a query or one segment of a path, as it stands in a request line. */
export function targetPart(random: Random): string {
  switch (random.below(4)) {
    case 0:
      return random.oneOf(rawSpellings);
    case 1:
      return encoded(hostileText(random)).slice(0, 8_000);
    default:
      return encoded(random.oneOf(plausible));
  }
}

/** Byte by byte: `encodeURIComponent` refuses half a surrogate pair. */
function encoded(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => (/[\w.-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : hex(byte)))
    .join('');
}

function hex(byte: number): string {
  return `%${byte.toString(16).padStart(2, '0')}`;
}

export function queryText(names: readonly string[], random: Random): string {
  const known = names.filter(() => random.below(3) > 0);
  const strange = ['__proto__', 'constructor', encoded(hostileText(random)), ''].filter(
    () => random.below(6) === 0,
  );
  const again = known.filter(() => random.below(6) === 0);
  const parts = [...known, ...strange, ...again].map((name) => `${name}=${targetPart(random)}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function targetOf({ path, query }: ApiRoute, random: Random): string {
  const filled = path.replaceAll(/\{\w+\}/g, () => targetPart(random));
  return `/api/v1${filled}${queryText(query, random)}`.slice(0, 12_000);
}

/** A stream that is opened does not end. */
function isAsked({ isStream }: ApiRoute): boolean {
  return !isStream;
}

export const apiQueries: Family = (source) => {
  const { random, routes } = source;
  const [first, ...others] = routes.filter(({ method }) => method === 'GET').filter(isAsked);
  const route = random.oneOf([first as ApiRoute, ...others]);
  const method = random.below(10) === 0 ? 'HEAD' : 'GET';
  return requestCase(source, {
    family: 'API queries',
    surface: 'api',
    method,
    target: targetOf(route, random),
  });
};

export const apiPaths: Family = (source) => {
  const { random } = source;
  const segments = Array.from({ length: 1 + random.below(6) }, () => targetPart(random));
  const start = random.oneOf([
    '/api/v1/',
    '/api/v1/health/',
    '/api/',
    '/api/v1/incidents/',
    '/api/v1/pages/calls/',
  ]);
  const method = random.oneOf(['GET', 'GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'POST', 'OPTIONS']);
  const target = `${start}${segments.join('/')}`.slice(0, 12_000);
  // Where dots lead out of the API, a page answers.
  return requestCase(source, { family: 'API paths', surface: 'page', method, target });
};

export const apiBodies: Family = (source) => {
  const { random, routes } = source;
  const [first, ...others] = routes.filter(({ body }) => body !== undefined);
  const route = random.oneOf([first as ApiRoute, ...others]);
  const message = bodyMessage(route, source);
  return requestCase(source, { family: 'API bodies', surface: 'api', ...message });
};

function bodyMessage(route: ApiRoute, { random }: FuzzSource): Message {
  const text = random.below(5) === 0 ? hostileValue(random) : hostileObject(route.body ?? [], random);
  const type = random.oneOf([
    ...['application/json', 'application/json', 'application/json', 'application/json; charset=utf-16'],
    ...['text/plain', 'application/x-www-form-urlencoded', ''],
  ] as unknown as readonly [string, ...string[]]);
  return {
    method: route.method,
    target: targetOf(route, random),
    headers: [['Content-Type', type]],
    body: Buffer.from(text),
  };
}
