import { describe, expect, it } from 'vitest';
import { isOwnName, whence } from './whence.ts';

const told = (secFetchSite: string | undefined, origin: string | undefined, publicUrl?: string) =>
  whence({ secFetchSite, origin, host: '10.0.0.5:4318' }, publicUrl);

describe('where a request was sent from', () => {
  it('is what the browser says of the page', () => {
    expect(told('same-origin', undefined)).toBe('here');
    // A proxy may have changed the host on the way.
    expect(told('same-origin', 'https://faultline.example')).toBe('here');
    for (const site of ['cross-site', 'same-site', 'none', 'anything']) {
      expect(told(site, undefined)).toBe('elsewhere');
      expect(told(site, 'http://10.0.0.5:4318')).toBe('elsewhere');
    }
  });

  it('is its origin, where the browser says no more: over plain HTTP', () => {
    expect(told(undefined, 'http://10.0.0.5:4318')).toBe('here');
    expect(told(undefined, 'https://faultline.example', 'https://faultline.example/console')).toBe('here');
    for (const origin of [
      'https://evil.example',
      'http://10.0.0.5',
      'http://10.0.0.5:4319',
      'http://10.0.0.5:4318.evil.example',
      'https://faultline.example.evil.example',
      'null',
      '',
    ])
      expect(told(undefined, origin, 'https://faultline.example')).toBe('elsewhere');
  });

  it('is not told by programs', () => {
    expect(told(undefined, undefined)).toBe('untold');
  });
});

describe('a host that no name server of somebody else has led here', () => {
  it.each([
    '127.0.0.1:4318',
    '[::1]:4318',
    '192.168.1.7',
    'localhost:4318',
    'LOCALHOST',
    'a.localhost',
    'faultline.example',
  ])('%s', (host) => {
    expect(isOwnName(host, 'https://faultline.example')).toBe(true);
  });

  it.each(['evil.example:4318', 'localhost.evil.example', '127.0.0.1.evil.example', '', 'a b', undefined])(
    'is not %s',
    (host) => {
      expect(isOwnName(host, 'https://faultline.example')).toBe(false);
      expect(isOwnName(host, undefined)).toBe(false);
    },
  );
});
