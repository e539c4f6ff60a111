import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AttributeList } from './attribute-list.ts';

it('answers as a map would, however many keys there are and however often they come', () => {
  const keys = Array.from({ length: 60 }, (_, index) => `key.${index}`);
  const entry = fc.tuple(fc.constantFrom(...keys), fc.integer());
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 120 }), (entries) => {
      const [list, map] = [new AttributeList(), new Map(entries)];
      for (const [key, value] of entries) list.set(key, value);
      expect(keys.map((key) => [list.has(key), list.get(key)])).toEqual(
        keys.map((key) => [map.has(key), map.get(key)]),
      );
      expect([...list]).toEqual([...map]);
    }),
  );
});
