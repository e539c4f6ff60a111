import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextPath } from './next-path.ts';

describe('where a login leads', () => {
  it.each([
    '/',
    '/incidents/7KQ2ABCD',
    '/?kiosk=1#incident-7KQ2ABCD',
    '/slo?a=b&c=%2F%2Fd',
    '/a//b',
    '/%2F%2Fevil.example',
  ])('back to %s', (path) => {
    expect(nextPath(path)).toBe(path);
  });

  it.each([
    undefined,
    '',
    'incidents',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    '\u0000//evil.example',
    ' //evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/a/%2e%2e//evil.example',
    'https://evil.example',
    'https:evil.example',
    'HTTPS:\\\\evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '@evil.example',
    '/login?next=/login',
    '/logout',
    `/${'a'.repeat(3_000)}`,
  ])('nowhere else: %j', (wanted) => {
    expect(nextPath(wanted)).toBe('/');
  });

  it('never to another site, whatever is asked', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(
        '/',
        '\\',
        '.',
        '%2e',
        '%2f',
        ':',
        '@',
        '?',
        '#',
        '\t',
        '\n',
        ' ',
        'evil.example',
        'http',
        'é',
      ),
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' }), fc.webUrl()), (wanted) => {
        const { origin } = new URL(nextPath(wanted), 'https://faultline.example/login');
        expect(origin).toBe('https://faultline.example');
      }),
      { numRuns: 3_000 },
    );
  });
});
