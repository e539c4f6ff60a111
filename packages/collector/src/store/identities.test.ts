import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createIdentities } from './identities.ts';

const hex = (length: number) =>
  fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length });

it('an identity is new once, until it is removed', () => {
  // Few, so that they come again.
  const name = fc.integer({ min: 0, max: 40 }).map(String);
  const step = fc.tuple(fc.constantFrom('add', 'remove'), name);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const [identities, known] = [createIdentities(100), new Set<string>()];
      for (const [what, identity] of steps) {
        if (what === 'add') expect(identities.add(identity)).toBe(!known.has(identity));
        else identities.remove(identity);
        if (what === 'add') known.add(identity);
        else known.delete(identity);
      }
    }),
  );
});

it('the newest are remembered, up to the bound, whatever came and was removed before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 500 }), (max, before) => {
      const identities = createIdentities(max);
      for (let index = 0; index < before; index += 1) {
        identities.add(`before-${index}`);
        if (index % 3 === 0) identities.remove(`before-${index}`);
      }
      const newest = Array.from({ length: max }, (_, index) => `newest-${index}`);
      for (const identity of newest) expect(identities.add(identity)).toBe(true);
      for (const identity of newest) expect(identities.add(identity)).toBe(false);
    }),
  );
});

it('what is never sent again is forgotten', () => {
  const identities = createIdentities(10);
  identities.add('once');
  for (let index = 0; index < 20; index += 1) identities.add(`later-${index}`);
  expect(identities.add('once')).toBe(true);
});

it('what keeps being sent again is not', () => {
  const identities = createIdentities(10);
  identities.add('again');
  for (let index = 0; index < 100; index += 1) {
    identities.add(`later-${index}`);
    expect(identities.add('again')).toBe(false);
  }
});

it('tells a million rows apart, those too whose ids differ in one digit', () => {
  const identities = createIdentities(1_000_000);
  const [id] = fc.sample(hex(48), { seed: 4, numRuns: 1 }) as [string[]];
  const taken = Array.from({ length: 1_000_000 }, (_, index) => {
    const digits = index.toString(16).padStart(5, '0');
    // At either end, and in either table.
    const text = index % 2 === 0 ? digits + id.slice(5).join('') : id.slice(5).join('') + digits;
    return identities.add(`${index % 3 === 0 ? 'a' : 'c'}${text}`);
  });
  expect(taken.filter((isNew) => !isNew)).toEqual([]);
});

it('what failed to be stored again and again takes no place from what was', () => {
  const identities = createIdentities(10);
  identities.add('stored');
  for (let time = 0; time < 100; time += 1) {
    identities.add('failed');
    identities.remove('failed');
  }
  expect(identities.add('stored')).toBe(false);
});
