import { describe, expect, it } from 'vitest';
import { mayDo, needOf } from './need.ts';

const need = (method: string, path: string) => needOf({ method, path }, (at) => at.startsWith('/status/'));

describe('what a request takes', () => {
  it.each(['/livez', '/readyz', '/login', '/assets/console.css', '/status/summary.json'])(
    '%s: nothing',
    (path) => {
      expect([need('GET', path), need('HEAD', path)]).toEqual([null, null]);
    },
  );

  it.each([
    '/',
    '/metrics',
    '/api/v1/wall',
    '/api/v1/health/openai/gpt-5',
    '/api/v1/session',
    '/no/such/page',
  ])('%s: to view', (path) => {
    expect(['GET', 'HEAD', 'OPTIONS'].map((method) => need(method, path))).toEqual(['view', 'view', 'view']);
  });

  it('the audit, and whatever changes something: to operate', () => {
    expect(need('GET', '/api/v1/audit')).toBe('operate');
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'get', 'QUERY', 'X'])
      for (const path of [
        '/api/v1/incidents/A/notes',
        '/',
        '/assets/console.css',
        '/status/summary.json',
        '/nothing',
      ])
        expect(need(method, path)).toBe('operate');
  });

  it.each([
    '/assets/',
    '/assets',
    '/assets/../api/v1/wall',
    '/assets/a/b',
    '/assets%2fconsole.css',
    '/livez/',
    '/livez/../api/v1/wall',
    '/LIVEZ',
    '//livez',
    '/login/x',
    '/readyz;x',
    '/api/v1/audit/',
    '/status',
    '',
  ])('a path that only looks open is closed: %s', (path) => {
    expect(need('GET', path)).toBe('view');
  });

  it('who operates may look, who looks may not operate', () => {
    expect([mayDo('view', 'view'), mayDo('view', 'operate'), mayDo('operate', 'operate')]).toEqual([
      true,
      true,
      true,
    ]);
    expect(mayDo('operate', 'view')).toBe(false);
  });
});
