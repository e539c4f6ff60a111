import { describe, expect, it } from 'vitest';
import { createHiddenField } from './hidden-field.ts';

describe('a hidden field', () => {
  it('keeps a value on an object that nobody else can see', () => {
    const field = createHiddenField<number>();
    const response = new Response('x');
    const before = Reflect.ownKeys(response);
    field.set(response, 1);
    field.set(response, 2);
    expect(field.get(response)).toBe(2);
    expect(Reflect.ownKeys(response)).toEqual(before);
    expect(field.get({ ...response })).toBeUndefined();
  });

  it('works on frozen objects, and keeps two fields apart', () => {
    const [one, other] = [createHiddenField<string>(), createHiddenField<string>()];
    const target = Object.freeze({});
    one.set(target, 'one');
    expect(one.get(target)).toBe('one');
    expect(other.get(target)).toBeUndefined();
  });
});
