import { describe, expect, it } from 'vitest';
import { addressGroup, cameByHttps, clientAddress } from './client.ts';

const from = (forwardedFor: string | undefined, proxies: number) =>
  clientAddress({ socketAddress: '10.0.0.1', forwardedFor, proxies });

describe('the address of whoever asks', () => {
  it('is that of the connection, whatever a header says, until a proxy is trusted', () => {
    expect(from('203.0.113.9', 0)).toBe('10.0.0.1');
    expect(clientAddress({ socketAddress: '::ffff:10.0.0.1', forwardedFor: undefined, proxies: 0 })).toBe(
      '10.0.0.1',
    );
    expect(clientAddress({ socketAddress: 'fe80::1%eth0', forwardedFor: undefined, proxies: 0 })).toBe(
      'fe80::1',
    );
  });

  it('is whom the outermost trusted proxy heard, not what a client wrote there itself', () => {
    expect(from('1.1.1.1, 203.0.113.9', 1)).toBe('203.0.113.9');
    expect(from('1.1.1.1, 203.0.113.9, 10.0.0.2', 2)).toBe('203.0.113.9');
    expect(from('2001:db8::7', 1)).toBe('2001:db8::7');
  });

  it.each([
    undefined,
    '',
    ',',
    'unknown',
    '203.0.113.9:80',
    '"><script>',
    'a'.repeat(10_000),
    ','.repeat(10_000),
  ])('is that of the proxy, where it told nothing of use: %s', (forwardedFor) => {
    expect(from(forwardedFor, 1)).toBe('10.0.0.1');
  });

  it('counts as one with the rest of its network, in IPv6', () => {
    expect(addressGroup('203.0.113.9')).toBe('203.0.113.9');
    const one = '2001:db8:0:1::/64';
    for (const address of [
      '2001:db8:0:1::7',
      '2001:db8:0:1:a:b:c:d',
      '2001:DB8::1:0:0:0:7',
      '2001:0db8:0:0001::',
    ])
      expect(addressGroup(address)).toBe(one);
    expect(addressGroup('2001:db8:0:2::7')).not.toBe(one);
    expect(addressGroup('::1')).toBe('0:0:0:0::/64');
    expect(addressGroup('')).toBe('');
  });
});

describe('whether the browser came by https', () => {
  const came = (forwardedProto: string | undefined, proxies: number, publicUrl?: string) =>
    cameByHttps({ forwardedProto, proxies, publicUrl });

  it('is what a trusted proxy says, else what the public address says', () => {
    expect(came('https', 1)).toBe(true);
    expect(came('http', 1, 'https://faultline.example')).toBe(false);
    expect(came('https, http', 1)).toBe(false);
    expect(came('https, http', 2)).toBe(true);
    expect(came(undefined, 1, 'https://faultline.example')).toBe(true);
    expect(came('https', 0)).toBe(false);
    expect(came('http', 0, 'https://faultline.example')).toBe(true);
    expect(came(undefined, 0, 'http://faultline.example')).toBe(false);
  });
});
