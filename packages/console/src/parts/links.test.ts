import { describe, expect, it } from 'vitest';
import { callHref, callsHref, exploreHref } from './links.ts';

describe('an address', () => {
  it('leaves out what nobody asked for, and has one order', () => {
    expect(exploreHref({ model: 'claude-opus-4-8', provider: 'anthropic', service: '' })).toBe(
      '/explore?provider=anthropic&model=claude-opus-4-8',
    );
    expect(callsHref({})).toBe('/calls');
  });

  it('carries any name a vendor gives its models', () => {
    const model = 'meta/llama&co=4?#x';
    const { searchParams } = new URL(callsHref({ model, outcome: 'timeout' }), 'http://console');
    expect([searchParams.get('model'), searchParams.get('outcome')]).toEqual([model, 'timeout']);
    expect(callHref('a/b')).toBe('/calls/a%2Fb');
  });
});
