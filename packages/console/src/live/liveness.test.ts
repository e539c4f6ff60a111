import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain } from '../plain.fixture.ts';
import { type Connection, liveness, lostAfterMs, staleAfterMs } from './liveness.ts';

const read = (connection: Connection, ageMs: number): string => {
  const { word, detail } = liveness(connection, 0, ageMs);
  return plain(`${word} · ${detail}`);
};

describe('the live indicator', () => {
  it('says live only while the connection is open and the data fresh', () => {
    expect(read('open', 2000)).toBe('live · data 2 s old');
    fc.assert(
      fc.property(
        fc.constantFrom<Connection>('none', 'open', 'lost'),
        fc.nat(10 * lostAfterMs),
        (connection, age) => {
          const isLive = liveness(connection, 0, age).kind === 'live';
          expect(isLive).toBe(connection === 'open' && age <= staleAfterMs);
        },
      ),
    );
  });

  it('says reconnecting with the age of what is shown', () => {
    expect(read('lost', 40_000)).toBe('reconnecting · last data 40 s ago');
  });

  it('calls the data stale when the collector stands still, or when the connection stays away', () => {
    expect(read('open', 45_000)).toBe('data is stale · last data 45 s ago');
    expect(read('lost', 180_000)).toBe('data is stale · reconnecting, last data 3 min ago');
  });

  it('calls a page without its script a snapshot', () => {
    expect(read('none', 2000)).toBe('snapshot · data 2 s old');
  });
});
