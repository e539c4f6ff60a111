/** A field on objects that are not ours. */
export interface HiddenField<Value> {
  get(target: object): Value | undefined;
  set(target: object, value: Value): void;
}

/**
 * What we know about an object of the app, kept on the object itself in a private field: nobody can see it, it lives as
 * long as the object, and unlike an entry in a `WeakMap` it costs the garbage collector nothing. A class may add its
 * fields to any object that its base's constructor returns (ECMAScript 2022, ClassDefinitionEvaluation).
 */
export function createHiddenField<Value>(): HiddenField<Value> {
  class Marked extends Returned {
    #value: Value;

    constructor(target: object, value: Value) {
      super(target);
      this.#value = value;
    }

    static read(target: object): Value | undefined {
      return #value in target ? (target as Marked).#value : undefined;
    }

    static write(target: object, value: Value): void {
      if (#value in target) (target as Marked).#value = value;
      else new Marked(target, value);
    }
  }
  return { get: Marked.read, set: Marked.write };
}

class Returned {
  constructor(target: object) {
    // biome-ignore lint/correctness/noConstructorReturn: the way to put a private field on a given object.
    return target;
  }
}
