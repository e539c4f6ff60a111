import { guard } from '../guard.ts';
import { createHiddenField } from '../hidden-field.ts';

export type Method = (this: object, ...parameters: unknown[]) => unknown;
type Patchable = Record<PropertyKey, unknown>;

/** Replaces a method of this object. What the object does not have stays absent. */
export function patch(target: object, name: PropertyKey, wrap: (original: Method) => Method): void {
  const original = (target as Patchable)[name];
  if (typeof original !== 'function') return;
  const value = wrap(original as Method);
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}

/** Tells of each value that this getter of the object, or of one of its prototypes, gives. No getter, nothing to tell. */
export function patchGetter(
  target: object,
  name: PropertyKey,
  tell: (value: unknown, instance: object) => void,
): void {
  let holder: object | null = target;
  while (holder && !Object.hasOwn(holder, name)) holder = Object.getPrototypeOf(holder);
  const found = holder ? Object.getOwnPropertyDescriptor(holder, name) : undefined;
  const read = found?.get;
  if (!read) return;
  Object.defineProperty(target, name, {
    configurable: true,
    enumerable: found.enumerable === true,
    ...(found.set ? { set: found.set } : {}),
    get(this: object): unknown {
      const value: unknown = Reflect.apply(read, this, []);
      guard(() => tell(value, this));
      return value;
    },
  });
}

/**
 * Gives single objects other methods, the cheap way: a prototype between the object and its class, made once per class,
 * and what is known about each object in a hidden field of it. Identity, `instanceof` and own properties stay as they are.
 */
export function createWatchedPrototypes<State>(
  names: readonly PropertyKey[],
  addMethods: (target: object, stateOf: (instance: object) => State | undefined) => void,
): (instance: object, state: State) => void {
  const states = createHiddenField<State>();
  const prototypes = new WeakMap<object, object>();
  const watched = new WeakSet<object>();
  const stateOf = (instance: object): State | undefined => states.get(instance);

  return (instance, state) => {
    const isKnown = states.get(instance) !== undefined;
    states.set(instance, state);
    if (isKnown) return;
    const prototype: object | null = Object.getPrototypeOf(instance);
    if (!prototype || watched.has(prototype)) return;
    // An imitation of a response may carry its methods itself, where no prototype can reach them.
    if (names.some((name) => Object.hasOwn(instance, name))) {
      addMethods(instance, stateOf);
      return;
    }
    let between = prototypes.get(prototype);
    if (!between) {
      between = Object.create(prototype) as object;
      addMethods(between, stateOf);
      prototypes.set(prototype, between);
      watched.add(between);
    }
    Object.setPrototypeOf(instance, between);
  };
}
